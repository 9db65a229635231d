"""The stock components in our tokens: every theme variable and its dark twin name the same token (look.md)."""

from __future__ import annotations

import gradio as gr

FONT = ("IBM Plex Sans", "ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")

_SAME_IN_BOTH = {
    "body_text_size": "13px",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_radius": "0px",
    "block_padding": "0px",
    "block_title_padding": "0px",
    "block_title_radius": "0px",
    "block_title_text_size": "12px",
    "block_title_text_weight": "400",
    "block_info_text_size": "11px",
    "block_label_text_size": "12px",
    "container_radius": "0px",
    "layout_gap": "0px",
    "form_gap_width": "0px",
    "panel_border_width": "0px",
    "input_radius": "4px",
    "input_padding": "4px 8px",
    "input_text_size": "13px",
    "input_shadow": "none",
    "input_border_width": "1px",
    "checkbox_label_gap": "0px",
    "checkbox_label_padding": "4px 8px",
    "checkbox_label_shadow": "none",
    "checkbox_label_text_size": "13px",
    "checkbox_border_radius": "2px",
    "section_header_text_size": "12px",
    "section_header_text_weight": "400",
    "button_border_width": "1px",
    "button_transform_hover": "none",
    "button_transform_active": "none",
    "button_transition": "background-color var(--st-t-1) var(--st-ease)",
    "shadow_drop": "none",
    "shadow_drop_lg": "none",
    "shadow_inset": "none",
} | {
    f"button_{size}_{part}": value
    for size in ("small", "medium", "large")
    for part, value in (("radius", "4px"), ("padding", "0 10px"), ("text_size", "13px"), ("text_weight", "400"))
}

_TOKENS = {
    "body_background_fill": "bg",
    "body_text_color": "text",
    "body_text_color_subdued": "text-3",
    "background_fill_primary": "surface",
    "background_fill_secondary": "raised",
    "block_background_fill": "surface",
    "block_border_color": "line",
    "block_title_text_color": "text-2",
    "block_label_text_color": "text-2",
    "block_label_background_fill": "surface",
    "block_info_text_color": "text-3",
    "border_color_primary": "line",
    "border_color_accent": "accent",
    "border_color_accent_subdued": "accent-line",
    "color_accent_soft": "accent-soft",
    "panel_background_fill": "surface",
    "accordion_text_color": "text",
    "link_text_color": "accent",
    "link_text_color_hover": "accent-hover",
    "link_text_color_active": "accent",
    "link_text_color_visited": "accent",
    "code_background_fill": "sunken",
    "input_background_fill": "field",
    "input_background_fill_focus": "field",
    "input_background_fill_hover": "field",
    "input_border_color": "control",
    "input_border_color_hover": "control",
    "input_border_color_focus": "focus",
    "input_placeholder_color": "text-3",
    "checkbox_background_color": "field",
    "checkbox_background_color_focus": "field",
    "checkbox_background_color_hover": "field",
    "checkbox_background_color_selected": "accent",
    "checkbox_border_color": "control",
    "checkbox_border_color_focus": "focus",
    "checkbox_border_color_hover": "control",
    "checkbox_border_color_selected": "accent",
    "checkbox_label_background_fill_selected": "accent-soft",
    "checkbox_label_border_color": "control",
    "checkbox_label_border_color_hover": "control",
    "checkbox_label_border_color_selected": "accent",
    "checkbox_label_text_color": "text-2",
    "checkbox_label_text_color_selected": "text",
    "error_background_fill": "bad-soft",
    "error_border_color": "bad",
    "error_text_color": "bad",
    "error_icon_color": "bad",
    "loader_color": "accent",
    "slider_color": "accent",
    "button_primary_background_fill": "accent",
    "button_primary_background_fill_hover": "accent-hover",
    "button_primary_border_color": "accent",
    "button_primary_border_color_hover": "accent-hover",
    "button_primary_text_color": "on-accent",
    "button_primary_text_color_hover": "on-accent",
    "button_secondary_background_fill": "raised",
    "button_secondary_background_fill_hover": "hover",
    "button_secondary_border_color": "line",
    "button_secondary_border_color_hover": "line",
    "button_secondary_text_color": "text",
    "button_secondary_text_color_hover": "text",
    "table_border_color": "line",
    "table_even_background_fill": "surface",
    "table_odd_background_fill": "surface",
    "table_text_color": "text",
    "stat_background_fill": "accent",
}

_WITHOUT_TWIN = {"table_text_color"}


def studio_theme() -> gr.themes.Base:
    """Everything is asked of tokens.css; nothing is fetched from anywhere."""
    theme = gr.themes.Base(font=list(FONT), font_mono=["ui-monospace", "Consolas", "monospace"])
    values = dict(_SAME_IN_BOTH)
    for name, token in _TOKENS.items():
        values[name] = f"var(--st-{token})"
        values[f"{name}_dark"] = values[name]
    for name in ("checkbox_label_background_fill", "checkbox_label_background_fill_hover"):
        values[name] = values[f"{name}_dark"] = "transparent"
    values["input_shadow_focus"] = values["input_shadow_focus_dark"] = "0 0 0 1px var(--st-focus)"
    # Gradio paints once before any style sheet of ours is there; without a colour of its own that would be white.
    values["body_background_fill"] = values["body_background_fill_dark"] = "var(--st-bg, #141516)"
    values["color_accent"] = "var(--st-accent)"
    return theme.set(**values)
