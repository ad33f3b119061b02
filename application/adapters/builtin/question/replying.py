"""How people speak to who answers them: thanks, yes, no, once more, another, a person."""

import re
from typing import Final

from application.adapters.builtin.question.patterns import any_of

HUMAN: Final = any_of(
    r"humans?",
    r"real (?:person|people)",
    r"(?:support|service) (?:agent|team|person|staff)",
    r"(?:talk|speak|chat|write) (?:to|with) (?:a |an |some |the |your )?"
    r"(?:person|someone|somebody|agent|people|support|representative|operator|team)",
    r"representative",
    r"live (?:agent|chat|support)",
    r"escalat\w+",
    r"(?:open|create|raise|file|make) (?:a |me a )?(?:support )?ticket",
    r"contact support",
    r"customer service",
    r"an? agent",
    r"call me",
    r"(?:get|give|send) (?:me|us) (?:some(?:one|body)|anyone|anybody|a person)",
    r"(?:some(?:one|body)|anyone|anybody|a person) (?:please |pls )?(?:call|phone|contact|help)"
    r" (?:me|us)",
    r"(?:some(?:one|body)|anyone|anybody|a person|people) "
    r"(?:real|(?:from|of|in|on) (?:your|the|support) (?:team|staff|support|company|side|end))",
    r"(?:looked at|checked|reviewed|handled|answered|seen|read) by (?:an? |some )?"
    r"(?:person|human|some(?:one|body)|people|agent|team)",
)
SPEAKER: Final = any_of(
    r"(?:are|r) (?:you|u) (?:an? |just |even |only |really |some |real |actual ){0,3}"
    r"(?:bot|chatbot|robot|ai|human|person|machine|computer|automated|real)",
    r"(?:am i|is this|are we) (?:\w+ ){0,2}(?:talking|speaking|chatting|writing) (?:to|with)"
    r"(?: \w+){0,2} (?:bot|chatbot|robot|ai|human|person|machine|computer)",
    r"is (?:this|that|it) (?:an? |just an? |only an? )?"
    r"(?:bot|chatbot|robot|ai|real person|machine|automated|automatic)",
    r"who (?:am i|are we|is) (?:talking|speaking|chatting|writing|answering|reading)(?: \w+){0,2}",
    r"who (?:are|r) (?:you|u)",
)
"""What asks whether a person answers."""
DEEDS: Final = (
    "restart rerun retry redo cancel delete reset refund unlock enable undo stop start resend"
    " reopen send raise increase upgrade remove approve pay activate reactivate do"
)
DEED: Final = re.compile(
    r"(?:(?:please|pls|just|so|then|and|ok|now|well) )*"
    r"(?:(?:can|could|will|would) (?:you|u) (?:(?:please|pls|just|not) )*)?"
    rf"(?:{'|'.join(DEEDS.split())})"
    r" (?:it|this|that|them|me|us|my(?: \w+){1,4})(?: (?:again|now|for me|please|pls)){0,3}"
    r"|(?:please |pls )?(?:can|could|will|would) (?:you|u) (?:please |pls )?"
    r"(?!(?:tell|show|explain|say|check|look|see|find|help|give|repeat|list|describe)(?!\w))"
    r"\w+(?: \w+){1,6} for (?:me|us)(?: please| pls)?"
    rf"|(?:please |pls )?(?:{'|'.join(DEEDS.split())})(?: \w+){{1,6}} for me(?: please| pls)?"
)
"""What tells the answerer to do something itself."""
DONE: Final = re.compile(
    r"(?:(?:ok|so|well|and|i|we|ive|weve|have|just|now) )*(?!need)"
    r"(?:\w+ed|did|done|sent|paid|put|set|made)"
    r"(?:(?: \w+){0,8} (?:now|now what|what now|what next)|(?: it| this| them| both)(?: \w+){0,6})"
)
"""What tells a deed of the user's, and asks what comes of it."""
THANKS: Final = any_of(
    r"thank\w*",
    r"thx",
    r"ty",
    r"cheers",
    r"great",
    r"perfect",
    r"awesome",
    r"solved",
    r"fixed",
    r"resolved",
    r"(?:that|it) (?:worked|works|helped|helps)",
    r"works now",
    r"^(?:(?:ok|okay|ah|yes|i|we|ive|weve|have) )*got it",
    r"never ?mind",
    r"forget (?:it|about it)",
    r"ok(?:ay)?",
    r"good",
    r"nice",
    r"appreciate\w*",
    r"(?:good)?bye",
)
REPEAT: Final = any_of(
    r"repeat (?:that|it|please)",
    r"please repeat",
    r"say (?:that|it) again",
    r"once more please",
    r"come again",
    r"(?:dont|didnt|do not) (?:understand|get it|follow)",
    r"what did you say",
    r"summar\w+",
    r"in other words",
    r"rephrase",
)
YES: Final = any_of(
    r"yes",
    r"yeah",
    r"yep",
    r"sure",
    r"please do",
    r"go ahead",
    r"do it",
    r"exactly",
    r"(?:thats|that is|thats exactly|this is) (?:it|the one|what i mean)",
    r"that one",
)
NO: Final = re.compile(r"no(?: (?:it|that|this) (?:did|does|is|was)\w*)?(?: not)?")
DOUBT: Final = re.compile(
    r"(?:(?:but|and|are|r|hm|so) )*(?:(?:you|u) (?:really |quite )?(?:sure|certain|serious)"
    r"|sure|really|seriously|honestly)(?: (?:about|of) (?:that|it|this))?"
)
ANGER: Final = any_of(
    r"suck\w*",
    r"useless",
    r"terrible",
    r"horrible",
    r"awful\w*",
    r"ridiculous",
    r"unacceptable",
    r"pathetic",
    r"rubbish",
    r"garbage",
    r"crap\w*",
    r"joke",
    r"nightmare",
    r"hate",
    r"angry",
    r"furious",
    r"fed up",
    r"stupid",
    r"disappoint\w*",
)
OTHER: Final = any_of(
    r"(?:the|that|my) other (?:ones?|things?|problems?|errors?|issues?|troubles?|failures?)",
)
