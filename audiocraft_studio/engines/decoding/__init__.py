"""An engine for AudioCraft's language models: the same tokens as the library's own loop, without its waste."""
