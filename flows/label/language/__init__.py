"""The language of a text and of each of its paragraphs."""

from flows.label.language.decide import LanguageGuess, language_of, paragraph_language

__all__ = ["LanguageGuess", "language_of", "paragraph_language"]
