"""MusicGen, AudioGen and MAGNeT: the adapter to Meta's audiocraft. torch is imported by `load` alone."""

from audiocraft_studio.engines.audiocraft.engine import AudioCraftEngine, default_device

__all__ = ["AudioCraftEngine", "default_device"]
