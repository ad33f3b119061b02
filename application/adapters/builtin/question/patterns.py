"""How people put what they want: regular expressions over a question in plain lower case."""

import re
from typing import Final


def any_of(*phrases: str) -> re.Pattern[str]:
    """Whole words that say one of these."""
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)")


NOT_SOLVED: Final = any_of(
    r"still",
    r"not (?:solved|fixed|resolved|working|helpful|it)",
    r"(?:didnt|doesnt|does not|did not|isnt|wont) (?:work|help|fix|solve|change|do)\w*",
    r"no (?:luck|change|difference)",
    r"same (?:error|problem|issue|thing)",
    r"tried (?:that|this|it|everything)",
    r"already (?:tried|did|done)",
    r"(?:that|this) is (?:wrong|not)",
    r"thats (?:wrong|not)",
    r"keeps? (?:failing|happening)",
    r"nope",
)
STATUS: Final = any_of(
    r"(?:is|are) (?:there )?(?:anything|something|everything|all|it all|things|my account"
    r"|the account|my data)(?: on| with| in| about)?(?: my| the| our)?(?: account| side| data)? "
    r"(?:is )?(?:wrong|ok|okay|fine|alright|good|well|in order|healthy|broken|blocked|working)",
    r"(?:is|was) (?:there )?(?:anything|something|everything) (?:wrong|ok|okay|fine|broken|off)",
    r"(?:are there|is there|do i have|see|find) (?:any|a|an|some) (?:other |open |more )?"
    r"(?:problem|issue|error|trouble)s?",
    r"any (?:other |open |more )?(?:problem|issue|error|trouble)s?",
    r"all (?:good|ok|okay|well|right|fine)",
    r"everything (?:ok|okay|fine|good|alright|all right)",
    r"whats? (?:is )?(?:wrong|going on|the matter)(?: with (?:my account|it all))",
    r"(?:check|look at|review|status of|state of|health of) (?:my|the) account",
    r"how is my account(?: doing)?",
    r"account ok",
)
MEANING: Final = any_of(
    r"what (?:does|do|is|are) (?:.{0,60} )?mean\w*",
    r"meaning of",
    r"what is (?:a |an |the )?[a-z ]{1,40} error",
    r"explain (?:the |this |that )?(?:error|code)",
)
SINCE: Final = any_of(
    r"since when",
    r"when (?:did|was|were|has|have) (?:it|this|that|they|the \w+|my \w+)",
    r"when (?:exactly )?did",
    r"how long (?:has|have|is|was|ago)",
    r"(?:what|which) time",
    r"when exactly",
    r"first time",
    r"how (?:often|many times)",
)
UNTIL: Final = any_of(
    r"when (?:will|is|are|can|does|do|should|could|may|might)",
    r"how (?:long|soon)",
    r"how many (?:minutes|hours|days)",
    r"eta",
    r"any (?:update|news)",
    r"(?:should|must|do) i (?:have to )?wait",
    r"(?:worth|need to|have to) wait(?:ing)?",
)
_IS_IT: Final = (
    r"(?:is|are|was|were|has|have|did|does|do) "
    r"(?:it|this|that|they|these|those|everything|(?:the|my|our) \w+(?: \w+)?)(?: \w+){0,2} "
)
OVER: Final = any_of(
    _IS_IT + r"(?:fixed|solved|resolved|sorted|repaired|over|back up|back to normal|gone away)",
    _IS_IT + r"(?:work|works|working)(?: \w+)? (?:now|again)",
    _IS_IT + r"still (?:broken|down|fail\w*|open|happening|blocked|stuck|there|an? \w+)",
    r"(?:fixed|solved|resolved|sorted|repaired) (?:it )?yet",
    r"(?:is|are|was|has|have|does|did) (?:it|this|that|they)(?: \w+){1,3} now$",
    _IS_IT + r"(?:running|back)(?: \w+)? (?:now|again)",
    r"^(?:(?:ok|and|so|but) )*is (?:it|this|that) (?:working|ok|okay|fine|up)(?: now| again)?$",
)
_TRIES: Final = (
    r"(?:re ?try\w*|re ?run\w*|restart\w*|resubmit\w*|resend\w*|redo"
    r"|(?:try|run|do|start|send|submit|upload|export|import|pay|save|attempt)\w*"
    r"(?: \w+){0,4} (?:again|once more|one more time|another time)"
    r"|(?:another|one more) (?:try|attempt|go)|try (?:it|that|this)?(?: now)?|again)"
)
RETRY: Final = re.compile(
    r"(?<!\w)(?:should|shall|can|could|may|must|does|do|is|will|would|worth|safe|help\w*|how|if)"
    r"(?: \w+){0,7} " + _TRIES + r"(?!\w)|^" + _TRIES + r"(?: now| please)?$"
)
FAULT: Final = any_of(
    r"(?:my|our) (?:own )?(?:fault|mistake)",
    r"(?:who|what)(?: is|s) (?:at fault|to blame)",
    r"whose fault",
    r"did i (?:do|break|cause)",
    r"am i (?:doing|to blame|at fault)",
    r"something i did",
    r"your (?:fault|side)",
    r"(?:me|us|mine|my \w+|our \w+) or (?:you|u|yours|your \w+)",
    r"(?:you|u|yours|your \w+) or (?:me|us|mine|my \w+|our \w+)",
)
_ALONE: Final = r"(?:can|could|may) (?:i|we)(?: \w+){1,6} (?:myself|ourselves)"
ALONE: Final = any_of(_ALONE)
WHO: Final = any_of(
    r"whom? (?:can|could|may|should|do|does|will|would|is|are|has|have|must|gives?|decides?"
    r"|approves?|owns?)",
    r"ask whom?",
    r"(?:which|what) (?:person|people|role|admin\w*|owner)",
    r"^(?:(?:ok|and|so|but|then|well) )*who(?: (?:then|else|exactly))?$",
    _ALONE,
)
LOST: Final = any_of(
    r"(?:is|are|was|were|did|have|has|had|will|am|be|been|do|does|got|get)(?: \w+){0,6} "
    r"(?:lost|gone|deleted|safe|corrupt\w*|damaged|missing|disappear\w*|lose|recover\w*|charged"
    r"|billed|overwritten|intact|paid twice)",
    r"(?:lose|lost) (?:my|our|any|the|all)",
)
WHY: Final = any_of(r"why", r"how come", r"what (?:caused|causes|happened|went wrong)", r"reason")
WHICH: Final = any_of(
    r"where (?:did|was|is|does|were|has|had)",
    r"(?:which|what) (?:one|page|file|document|folder|project|job|export|import|resource|request"
    r"|invoice|order|item|payment|id|route|endpoint|record|run)",
    r"where",
)
BACK: Final = any_of(r"it", r"this", r"that", r"them")
HOW: Final = any_of(
    r"how",
    r"what (?:should|can|do|must|could) (?:i|we)",
    r"what (?:now|next|then|to do|else|helps?)",
    r"steps",
    r"can (?:i|you|we)",
    r"(?:fix|solve) (?:it|this|that)",
)
_RAISING: Final = (
    r"increas\w*",
    r"rais\w*",
    r"higher",
    r"upgrad\w*",
    r"extend\w*",
    r"expand\w*",
    r"lift",
    r"get rid",
    r"remove the",
)
RAISING: Final = any_of(*_RAISING)
RAISE: Final = any_of(*_RAISING, r"more", r"bigger", r"larger")
WISH: Final = any_of(
    r"if (?:i|we)",
    r"how",
    r"what (?:should|can|do|must) i",
    r"(?:can|could|may) (?:i|you|we)",
    r"who (?:can|could|may)",
    r"want",
    r"need",
    r"would like",
    r"please",
    r"possible",
    r"way to",
)
GIVEN: Final = any_of(
    r"(?:what|which)(?: \w+){0,6} (?:gives?|includes?|included|offers?|brings?|gets?|have|has)",
    r"(?:what|whats) (?:is |are )?(?:in|on|with)",
)
STANDING: Final = re.compile(
    r"(?:please )?(?:can you )?(?:tell me )?(?:what|which)(?:s| is| are)? (?:my |the )?"
    r"(?:current )?(?:plan|tier|subscription|role|roles|permissions)"
    r"(?: (?:am i on|do i have|i am on|i have|is (?:it|this|my account on)|have i))?(?: please)?"
    r"|am i (?:still |really |only |just )?"
    r"(?:on (?:an? |the )?\w+(?: or (?:an? |the )?\w+)? (?:plan|tier|subscription)"
    r"|(?:an?|the) \w+|admin\w*|owner|manager|editor|member|viewer|guest)"
)
_FAILS: Final = (
    r"cant",
    r"cannot",
    r"not",
    r"never",
    r"nothing",
    r"(?:do|does|did|is|are|was|were|wo|could|would|should|have|has|had|must|ai)nt",
    r"error\w*",
    r"fail\w*",
    r"denied",
    r"refused",
    r"rejected",
    r"forbidden",
    r"stuck",
    r"wrong",
    r"problem\w*",
    r"issue\w*",
    r"broke\w*",
    r"down",
    r"stop(?:s|ped) work\w*",
    r"no longer",
    r"used to",
    r"[45]\d\d",
    r"missing",
    r"gone",
    r"disappear\w*",
    r"vanish\w*",
    r"crash\w*",
    r"die[sd]?",
    r"why",
    r"what happened",
)
FAILS: Final = any_of(*_FAILS)
COMPLAINT: Final = any_of(*_FAILS, r"no", r"limit\w*")
OWN: Final = any_of(r"where (?:is|are|did|has|have|was|were) (?:my|our|the)", r"what about my")
JOB_STATE: Final = any_of(
    r"done",
    r"ready",
    r"finished",
    r"complete[d]?",
    r"running",
    r"stuck",
    r"waiting",
    r"queued",
    r"progress",
    r"through",
    r"thru",
    r"(?:did|has|have)(?: \w+){1,4} (?:go out|gone out|get sent|run|finish|succeed|complete)",
    r"(?:did|has|have) (?:i|we|he|she|they|\w+) (?:\w+ )?(?:get|got|gotten|receive\w*)",
    r"succeeded",
    r"passed",
    r"cancell?ed",
    r"aborted",
)
EVERYTHING: Final = any_of(
    r"(?:everything|it all|all)(?: of it)?(?: is| was| just| keeps| seems| now){0,2} "
    r"(?:broke\w*|fail\w*|wrong|down|stuck|error\w*|crash\w*|not work\w*)",
    r"nothing(?: \w+)? (?:work|works|worked|working)",
    r"(?:so many|several|multiple|lots of|all (?:the|these|those|my)) "
    r"(?:\w+ )?(?:error|problem|issue|failure)s",
)
HOW_TO: Final = any_of(r"how (?:do|can|should|would|to) ?(?:i|we|you)?", r"where (?:do|can) i")
STEP: Final = re.compile(
    r"(?:[-*•] |\d+[.)] )?(?:add|ask|check|choose|click|connect|copy|create|delete|download|drag"
    r"|drop|enable|enter|export|fill|go|invite|open|paste|point|press|remove|rename|replace|restart|run"
    r"|save|select|set|sign|switch|tap|turn|type|upload|use)\b",
    re.IGNORECASE,
)
"""How a sentence begins that tells what to do."""
INQUIRY: Final = any_of(
    r"(?:how|what|which|who|where|when)s?",
    # The verb comes first where one asks, and behind its subject where one tells.
    r"(?:can|do|does|is|are) (?:i|we|you|it|they|there|this|that|these|those|the|my|our|your|an?"
    r"|any|all|some|every\w*)",
    r"^(?:(?:and|or|but|so|also|then|ok|hi|hello|hey|please) )*(?:can|do|does|is|are)",
)
