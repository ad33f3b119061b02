"""What a model is asked, and its reply read back.

The request is built as a template (see `domain.produced.ModelExchange`), so that the record keeps
every text once, and `assemble` puts the exact body together again.
"""

from application.prompt.instructions import INSTRUCTIONS, PROMPT_VERSION
from application.prompt.reply import Unreadable, read_reply
from application.prompt.template import (
    PARTS,
    assemble,
    body_bytes,
    context_text,
    names_part,
    reference,
    references,
    request,
    resolver,
)

__all__ = [
    "INSTRUCTIONS",
    "PARTS",
    "PROMPT_VERSION",
    "Unreadable",
    "assemble",
    "body_bytes",
    "context_text",
    "names_part",
    "read_reply",
    "reference",
    "references",
    "request",
    "resolver",
]
