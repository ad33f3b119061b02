"""What a model said, made harmless by code that does not ask the model.

The model is taken for an obedient servant of whoever wrote the last log line. What it says may be
useless after this, never harmful.
"""

from application.containment.answer import Uncontainable, contain
from application.containment.pretences import pretences

__all__ = ["Uncontainable", "contain", "pretences"]
