"""How somebody says to have acted, or to be about to: the assistant, or others on its word."""

_ONLY_TOLD = (
    "looked|checked|searched|reviewed|compared|noticed|noted|listed|explained|described|mentioned"
    "|copied|quoted|cited|included|summari[sz]ed|answered|tried|observed|considered|assumed|examined"
    "|inspected|scanned|verified|identified|located|analy[sz]ed|consulted|studied|pointed|linked"
    "|suggested|recommended|proposed|translated|added|attached|prepared|gathered|collected|received"
    "|needed|used|based|focus+ed|worked|counted|grouped|sorted|picked|selected|highlighted|shortened"
    "|filtered|referred|repeated|learned|discovered|detected|determined|concluded|inferred|followed"
    "|confirmed|limited|detailed|related|restricted|provided|shared|outlined|traced|matched|mapped"
    "|narrowed|pinpointed|pulled|retrieved|fetched|investigated|diagnosed|researched|assessed|evaluated"
    "|interpreted|tracked|rephrased|reworded|clarified|simplified|misstated|apologi[sz]ed|watched|viewed"
)
"""What an assistant can do, look and tell, and what it may have."""
_DO = (
    "refund|credit|reimburse|reset|raise|increase|fix|repair|restart|restore|change|enable|disable"
    "|activate|unlock|upgrade|cancel|delete|remove|grant|escalate|forward|notify|file|submit"
    "|issue|unblock|waive|release|extend|resume"
)
_DONE = (
    "refunded|credited|reimbursed|reset|raised|increased|fixed|repaired|restarted|restored|enabled"
    "|disabled|activated|reactivated|unlocked|upgraded|cancel+ed|deleted|removed|granted|escalated"
    "|forwarded|notified|submitted|issued|unblocked|waived|released|extended|resumed|informed|alerted"
)
_DOING = (
    "refunding|crediting|resetting|restarting|unlocking|unblocking|upgrading|cancel+ing|escalating"
    "|forwarding|notifying|submitting|issuing|waiving|releasing"
)
_LATELY = r"(?:(?:just|now|already|also|then)\s){0,2}"
_ACTS = (
    r"\bI(?:\shave|['\u2019]ve)\s(?:(?:just|now|already|also)\s){0,2}"
    rf"(?!(?:{_ONLY_TOLD})\b)(?:\w{{2,20}}ed|sent|made|(?:re)?set|put|given|paid|begun|undone|rerun"
    r"|gone\sahead|taken\sthe\sliberty)\b"
    rf"|\bconsider\sit\s(?:done|fixed|solved)\b|\bI\s(?:went\sahead\b|{_LATELY}(?:{_DONE})\b)"
    rf"|\bI(?:\swill|['\u2019]ll|(?:\sam|['\u2019]m)\s(?:going|about)\sto)\s{_LATELY}(?:{_DO})\b"
    rf"|\bI(?:\sam|['\u2019]m)\s{_LATELY}(?:{_DOING})\b"
    r"|\bwe(?:\shave|\swill|['\u2019]ve|['\u2019]ll)\s(?:(?:just|now|already|also)\s){0,2}"
    r"(?:refund|credit|reimburse|compensate)(?:e?d)?\b"
    rf"|\bwe(?:\shave|['\u2019]ve)?\s(?:just|already)\s(?:{_DONE})\b"
    r"|\b(?:I|we)\s(?:promise|guarantee)\b"
    r"|\bI(?:\scan|\scould|\swill|['\u2019]ll)\s(?:then\s|now\s)?"
    r"(?:see|view|access|control|connect\sto|look\s(?:at|into))\syour\s"
    r"(?:screen|computer|device|desktop|machine|phone)\b"
)
_ACTS_ELSEWHERE = (
    r"\bich\shabe\s(?:(?!,\s(?:dass|ob|was|wo|wie)\b|\b(?:nichts?|nie|kein\w{0,2})\b)[^.!?\n]){0,60}\b(?:zurückgesetzt|erhöht|(?:zurück)?erstattet|gutgeschrieben"
    r"|freigeschaltet|freigegeben|entsperrt|geändert|angepasst|korrigiert|behoben|repariert|gestartet"
    r"|fortgesetzt|verlängert|aktiviert|gelöscht|storniert|aufgehoben|weitergeleitet|gemeldet|eskaliert"
    r"|veranlasst|ausgelöst|benachrichtigt|informiert|wiederhergestellt)\b"
    r"|\bj['\u2019]ai\s(?:(?!pas|rien|jamais)\w{1,12}\s){0,2}(?:(?:réinitialis|rembours|augment|corrig|répar|modifi|activ"
    r"|débloqu|annul|supprim|relanc|redémarr|signal|escalad|notifi|inform|prolong)é|transmis|rétabli)"
    r"|\bhe\s(?:ya\s)?(?:restablec|reinici|reembols|aument|corregi|repar|cambi|activ|desbloque|cancel"
    r"|elimin|reanud|envi|escal|notific|inform|ampli|liber)[ai]?do\b"
    r"|\bho\s(?:già\s|appena\s|anche\s){0,2}(?:rimborsat|ripristinat|riavviat|aumentat|corrett|riparat"
    r"|modificat|(?:ri)?attivat|sbloccat|annullat|cancellat|eliminat|inoltrat|segnalat|avvisat|informat"
    r"|risolt|estes)[oaie]\b"
    r"|\b(?:reembolsei|redefini|reiniciei|aumentei|corrigi|reparei|alterei|(?:re)?ativei|desbloqueei"
    r"|cancelei|apaguei|encaminhei|escalei|notifiquei|informei|liberei|restaurei)\b"
    r"|\bik\sheb\s(?:(?!,?\s(?:dat|of|wat|hoe)\b|\b(?:niets?|nooit|geen)\b)[^.!?\n]){0,60}\b(?:teruggezet|terugbetaald|gereset|verhoogd|hersteld|gewijzigd"
    r"|aangepast|gestart|geactiveerd|gedeblokkeerd|ontgrendeld|vrijgegeven|geannuleerd|verwijderd"
    r"|doorgestuurd|gemeld|geëscaleerd|ingelicht)\b"
)
ACTED = f"{_ACTS}|{_ACTS_ELSEWHERE}"
"""What the assistant has done or will do, or promises."""
SPEAKING = r"I|we|consider|ich|j|he|ho|ik|\w{3,10}ei|redefini|corrigi"
"""A word of each."""

_STAFF = (
    r"(?:team|engineers?|technicians?|developers?|operators?|staff|colleagues?|manager|specialists?"
    r"|department|desk|support)"
)
OTHERS_ACT = (
    rf"\b{_STAFF}\s(?:(?:has|have)\s(?:just\s|now\s|already\s|also\s)?been\s(?:informed|notified|alerted"
    r"|told|contacted|dispatched|assigned|briefed|sent|made\saware)"
    r"|(?:is|are)\s(?:now\s|already\s|currently\s|actively\s)?(?:working\son|looking\sinto|investigating"
    r"|fixing|handling|reviewing|dealing\swith|on\sit|on\sthe\sway))\b"
    r"|\b(?:refund|reimbursement|compensation|credit)s?\s(?:has|have)\s(?:just\s|now\s|already\s)?been\s(?:issued|approved|processed|initiated"
    r"|granted|made|sent|paid|credited|completed|authori[sz]ed)\b"
)
"""What others have done or do, which the snapshot would have to tell."""
