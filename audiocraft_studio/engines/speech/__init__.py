"""Text read aloud by a speech program that this machine has."""

from audiocraft_studio.engines.speech.espeak import Espeak

__all__ = ["Espeak"]
