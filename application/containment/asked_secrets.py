"""How a secret is asked for: by its name, and by who is to be told, in the languages of users."""

_OF_A_PERSON = (
    r"(?:pass(?:words?|codes?|phrases?)\b|PIN\b|CV[VC]\b|OTP\b|SSN\b|social\ssecurity\snumber"
    r"|(?:\d|six|four|eight)[\s-]digit\s(?:code|number|PIN)"
    r"|code\s(?:(?:that|which)\s)?(?:you\s(?:just\s)?(?:get|got|receive)|(?:we|I)\s(?:have\s)?(?:sent|texted)"
    r"|(?:from|in)\s(?:the|your)\s(?:\w{1,20}\s)?(?:SMS|text|app\b))"
    r"|(?:one[\s-]time|security|verification|log[\s-]?in|sign[\s-]in|backup|recovery|2FA|SMS)\scodes?\b"
    r"|card\s(?:number|details|data)|(?:recovery|seed|secret)\s(?:phrase|words?)\b"
    r"|(?:log[\s-]?in|sign[\s-]in|bank(?:ing)?)\s(?:details|data|information)|credentials\b)"
)
_SECRET = (
    rf"(?:{_OF_A_PERSON}|(?:API|private|secret|access|SSH|encryption)\s(?:keys?|tokens?)\b"
    r"|session\s(?:id|cookie|token)|cookies?\b|date\sof\sbirth)"
)
_UP_TO = r"[^.!?;\n]{0,60}?\b"
_YOUR = r"(?:your|the)\s(?:[\w'\u2019-]{1,20}\s){0,2}"
_HERE = (
    r"(?:\s(?:right\s)?here\b|[^.!?;,\n]{0,60}?\b(?:(?:with|to)\s(?:us|me)\b(?!\.\w)"
    r"|(?:in|into)\sth(?:is|e)\s(?:chat|conversation)|in\syour\s(?:next\s)?(?:reply|answer|message)))"
)
_ASKS = (
    rf"\b(?:reply|respond|answer|write\sback)\s(?:to\s\w+\s(?:message\s)?)?with\s{_UP_TO}{_SECRET}"
    rf"|\b(?:share|confirm|copy|send|post|paste|type|enter|provide|submit|write|put)\s{_UP_TO}{_SECRET}"
    rf"{_HERE}"
    rf"|(?:\A|[.!?:\n]\s{{0,3}}|\bplease\s)(?:send|share|tell|give|post|disclose)\s{_YOUR}{_OF_A_PERSON}"
    rf"|\b(?:I|we)\s(?:(?:will|would|still|just|also|only)\s){{0,2}}(?:need|require|want)\s(?:to\sknow\s)?"
    rf"{_YOUR}{_SECRET}"
    rf"|\bwhat(?:\s(?:is|are|was)|['\u2019]s)\syour\s{_UP_TO}{_SECRET}"
    rf"|\bwhat(?:\s(?:is|are)|['\u2019]s)\sthe\s(?:\w{{1,20}}\s)?{_OF_A_PERSON}\s(?:on|from|that\syou)\b"
)

_OF_A_PERSON_ELSEWHERE = (
    r"(?:passwor[dt]|kennwort|pin|tan|cvv|zugangsdaten|anmeldedaten|\w{0,20}kartennummer|pincode|wachtwoord"
    r"|(?:bestätigungs|sicherheits|sms-?|einmal|verifizierungs|anmelde|zugangs|bevestigings)code"
    r"|mots?\sde\spasse|contraseña|(?:su|tu)\sclave|senha|palavra-passe|kaartnummer"
    r"|c(?:ode|ódigo|odice)\s(?:d[ei]\s(?:\w+i(?:on|ón|one|ção)|seguridad|sécurité|segurança|sicurezza"
    r"|conferma|verifica)|sms|pin|reçu|recibido|recebido|ricevuto"
    r"|que\s(?:[lt]e\s|ha\s|has\s)?(?:recib|lleg|envi)\w+)"
    r"|n[uú]m[eé]ro\sd[eao]l?a?\s(?:(?:[ls][au]a?|votre|ta|tu|il)\s)?(?:carte|tarjeta|carta|cartão))\b"
)
_TO_ME = (
    r"(?:(?<!let )\b(?:me|us|mir|uns|nous|moi|nos|mij|ons|mi|ci|mim)\s|\bm['\u2019]"
    # "Dígame su contraseña", and not the name or the time of anything.
    r"|\b\w{2,12}(?:-me|(?:me|nos|mi|ci)(?=\s(?:por\sfavor\s)?(?:su|tu|el|las?|los|il|lo|[ts]ua)\s))\s"
    r"|\b(?:antworten\ssie|répondez|réponds|responda|rispond[ia])\s(?:bitte\s)?(?:mit|avec|con|com)\s"
    r"|\b(?:may|can|could)\sI\s(?:have|get|see|know)\s)"
)
_HERE_ELSEWHERE = (
    r"\b(?:(?:geben|tippen|tragen|schreiben|nennen|senden)\ssie\s(?:bitte\s)?hier|(?:gib|tippe?|schreibe?)\s(?:bitte\s)?hier"
    r"|(?:saisi(?:ssez|s)|entrez?|tapez?|indiquez?|écri(?:vez|s))\s(?:simplement\s)?ici"
    r"|(?:escrib[ae]|introduzca|introduce|ingres[ae]|indi(?:que|ca)|ponga|pon)\saquí"
    r"|(?:inserisc[ai]|scriv[ai]|digit[ai]|indic(?:hi|a))\squi|(?:digite|escreva|insira|introduza)\saqui"
    r"|(?:typ|vul|voer|schrijf)\shier)\s"
)
_GIVEN = (
    r"(?:(?!\b(?:if|whether|when|that|how|why|before|after|once|while|to|about|and|so|nie|niemals|nicht|jamais|pas|nunca|mai|nooit|niet|ob"
    r"|wenn|dass|si|se|quand|cuando|als|dat)\b)[^.!?;\n]){0,40}?\b"
)
"""What stands between who is to be told and what: no clause of its own, and no denial."""
_ASKS_ANYHOW = (
    rf"(?:{_TO_ME}|{_HERE_ELSEWHERE}){_GIVEN}"
    rf"(?:{_OF_A_PERSON_ELSEWHERE}|(?:your|the|an?)\s(?:[\w'\u2019-]{{1,20}}\s){{0,2}}{_SECRET})"
)

NAMED = f"{_SECRET}|{_OF_A_PERSON_ELSEWHERE}"
"""The name of a secret, without which none is asked for."""
ASKED = f"{_ASKS}|{_ASKS_ANYHOW}"
"""All of it, in whatever case."""
