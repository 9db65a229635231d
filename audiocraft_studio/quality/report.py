"""One report of all checks, with badges in the words of the screen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.loudness import loudness_lufs
from audiocraft_studio.dsp.true_peak import true_peak_db
from audiocraft_studio.quality import bandwidth, levels, silence

MINUS = "−"


@dataclass(frozen=True)
class Badge:
    """state: "ok", "info", "warn" or "bad". value is short and for the badge; text explains it."""

    name: str
    state: str
    value: str
    text: str = ""


@dataclass(frozen=True)
class Report:
    """Figures of one sound. Levels in dB, frequencies in Hz, fractions 0..1; loudness None for silence."""

    peak_db: float
    true_peak_db: float
    loudness_lufs: float | None
    clipped_samples: int
    silent: bool
    silence_fraction: float
    bandwidth_hz: float
    dc_offset: float
    abrupt_end: bool
    badges: tuple[Badge, ...]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


FULL_BANDWIDTH_RATE = 40000


def measure(audio: Audio) -> Report:
    """All checks of one sound."""
    peak, true_peak = levels.peak_db(audio), true_peak_db(audio)
    lufs = loudness_lufs(audio)
    clipped = levels.clipped_samples(audio)
    quiet = silence.silence_fraction(audio)
    reach = bandwidth.bandwidth_hz(audio)
    offset = levels.dc_offset(audio)
    abrupt = silence.abrupt_end(audio)
    silent = peak < silence.SILENCE_DB
    badges = (
        Badge("Loudness", "ok" if lufs is not None else "bad", "silent" if lufs is None else number(lufs, "LUFS")),
        _peak_badge(true_peak),
        _clipping_badge(clipped),
        _silence_badge(silent, quiet),
        _bandwidth_badge(reach, audio.sample_rate),
        _end_badge(abrupt, audio),
        _dc_badge(offset),
    )
    return Report(peak, true_peak, lufs, clipped, silent, quiet, reach, offset, abrupt, badges)


def number(value: float, unit: str) -> str:
    """ "−23.1 LUFS": one decimal, a true minus sign, a space before the unit."""
    return f"{value:.1f} {unit}".replace("-", MINUS)


def _peak_badge(true_peak: float) -> Badge:
    hot = true_peak > 0.0
    text = "Above 0 dBTP: it can clip when converted or compressed. Lower it before delivery." if hot else ""
    return Badge("True peak", "warn" if hot else "ok", number(true_peak, "dBTP"), text)


def _clipping_badge(clipped: int) -> Badge:
    if not clipped:
        return Badge("Clipping", "ok", "none")
    return Badge("Clipping", "bad", f"{clipped} samples", "Runs of samples stand at full scale.")


def _silence_badge(silent: bool, fraction: float) -> Badge:
    if silent:
        return Badge("Silence", "bad", "all silent", "Nothing above −60 dBFS.")
    state = "warn" if fraction > 0.5 else "ok"
    return Badge("Silence", state, "none" if fraction < 0.005 else f"{100 * fraction:.0f} %")


def _bandwidth_badge(reach: float, sample_rate: int) -> Badge:
    value = f"{reach / 1000:.1f} kHz"
    if sample_rate < FULL_BANDWIDTH_RATE:
        text = f"{sample_rate / 1000:g} kHz sound, so nothing lies above {sample_rate / 2000:g} kHz."
        return Badge("Bandwidth", "info", f"{value} of {sample_rate / 2000:g}", text)
    return Badge("Bandwidth", "ok", value)


def _end_badge(abrupt: bool, audio: Audio) -> Badge:
    if abrupt:
        return Badge("Ending", "warn", f"cut at {audio.duration_s:.1f} s", "Still loud in the last 20 ms: add a fade.")
    return Badge("Ending", "ok", "clean")


def _dc_badge(offset: float) -> Badge:
    if abs(offset) > 0.005:
        return Badge("DC offset", "warn", f"{100 * offset:.1f} %".replace("-", MINUS), "Filter it out before delivery.")
    return Badge("DC offset", "ok", "none")
