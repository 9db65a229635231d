import gradio as gr
def build(studio):
    with gr.Row(elem_classes="st-tab"):
        with gr.Column(elem_classes="st-pane"):
            gr.Textbox(label="Prompt")
        with gr.Column(elem_classes="st-pane st-pane-work"):
            gr.Slider(0,10,label="Dur")
