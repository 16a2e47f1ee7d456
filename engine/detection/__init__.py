"""What is really there: files of a repository or a cluster come in, products and answers with their evidence go out.

Every step from a file to a product is a fingerprint in the knowledge. Nothing here walks directories, runs a program,
asks a network or decides: what evidence does not carry is not proposed.
"""

from engine.detection.detect import detect, wanted
from engine.detection.found import Ambiguous, Detection, Evidence, SourceFile, Suggested, Unknown
from engine.knowledge.problems import Problem

__all__ = [
    "Ambiguous",
    "Detection",
    "Evidence",
    "Problem",
    "SourceFile",
    "Suggested",
    "Unknown",
    "detect",
    "wanted",
]
