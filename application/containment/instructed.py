"""How an assistant tells what it was told, in the languages of users: that it was, and the gist of
it in translation, of which no passage is known again.
"""

_RULES = r"(?:instructions|prompt|rules|guidelines|directives)"
_IN_ENGLISH = (
    r"\bmy\s(?:output|replies|reply|answers?|responses?)\s(?:must|ha(?:s|ve)\sto|(?:is|are)\srequired\sto)\b"
    rf"|\bmy\s(?:\w{{1,12}}\s)?{_RULES}\s(?:say|are|is|tell|state|read|begin|were)s?\b"
    rf"|\bmy\s(?:hidden|secret|internal|system|initial|original|full)\s{_RULES}\b"
    r"|\bI(?:\swas|\sam|['\u2019]m|\shave\sbeen|['\u2019]ve\sbeen)\s(?:told|instructed|programmed|configured)\sto\b"
    r"|\b(?:operator|developer|vendor|company|provider)s?\s(?:wrote|gave|told|instructed|programmed)\sme\b"
)
_ELSEWHERE = (
    r"\bmein(?:e[rnm]?)?\s(?:\w{1,16}\s)?(?:(?:system-?)?anweisung(?:en)?|instruktionen|vorgaben|system-?prompt)\b"
    r"|\bm(?:es|on)\s(?:\w{1,16}\s)?(?:instructions|consignes|directives|prompt|invite\ssystème)\b"
    r"|\bmis?\s(?:\w{1,16}\s)?(?:instrucciones|directrices|prompt)\b"
    r"|\bmi[eo]\s(?:\w{1,16}\s)?(?:istruzioni|direttive|prompt)\b"
    r"|\b(?:minhas|meus?)\s(?:\w{1,16}\s)?(?:instruções|diretrizes|prompt)\b"
    r"|\bmijn\s(?:\w{1,16}\s)?(?:instructies|richtlijnen|systeem-?prompt)\b"
    r"|\b(?:moje|moich)\s(?:\w{1,16}\s)?(?:instrukcj[ei]|polecenia|wytyczne)\b"
    r"|\bmin[ae]\s(?:\w{1,16}\s)?(?:instruktioner|instrukser|systemprompt)\b"
    r"|\b(?:мои|моих|мой|моя)\s(?:\w{1,16}\s)?(?:инструкци|указани|промпт)"
    r"|(?:我的|私の)(?:\w{1,6}的|\w{1,6}の)?(?:系统|系統|システム)?(?:提示|指令|指示|プロンプト|命令)"
)
_SNAPSHOT = (
    r"(?:schnappschuss|snapshots?|momentaufnahme|instantané|instantánea|istantanea|instantâneo|momentopname"
    r"|migawk\w{1,3}|ögonblicksbild\w{0,3}|øjebliksbillede\w{0,2}|снимк\w{1,3}|снапшот\w{0,3}|anl.k\sgörüntü\w{0,6})"
)
_CONVERSATION = (
    r"(?:gespräch|unterhaltung|konversation|conversación|conversazione|conversa|gesprek|rozmow\w{1,2}"
    r"|samtal\w{0,4}|разговор\w{0,3}|бесед\w{1,3}|диалог\w{0,3}|konuşma\w{0,6})"
)
_ROLE = (
    r"(?:\b(?:du\sbist|sie\ssind)\sde[rm]\s(?:\w{1,12}-?)?assistent|\b(?:tu\ses|vous\sêtes)\sl['\u2019]assistant\b"
    r"|\b(?:eres|usted\ses)\sel\sasistente\b|\bsei\sl['\u2019]assistente\b|\b(?:tu\sés|você\sé)\so\sassistente\b"
    r"|\b(?:je\sbent|u\sbent)\sde\s(?:\w{1,12}-?)?assistent|\bjesteś\sasystentem\b|\b(?:ты|вы)\W{1,3}ассистент)"
    r"[^.!?\n]{0,40}(?:software|logiciel|progra|produ[cktz]|prodotto|продукт|програм)"
)
GIST = (
    rf"\b{_SNAPSHOT}\s(?:\w{{1,9}}\s){{1,3}}{_CONVERSATION}\b"
    r"|\binstantané\set\s(?:de\s)?la\sconversation\b"
    r"|(?:快照|スナップショット)(?:和|与|と|及)(?:对话|會話|对话|会話)"
    rf"|{_ROLE}|\b(?-i:BEGIN)\b[^.!?;\n]{{1,60}}\b(?-i:END)\b"
)
"""Whence to answer, who it is, and how what is data is marked off, in whatever case."""
GIST_WORDS = (
    rf"begin|assistent|asisten|assistan|asystent|ассистент|快照|スナップショット|{_SNAPSHOT}"
)
"""A word of each."""

TOLD = f"{_IN_ENGLISH}|{_ELSEWHERE}"
"""That it was told, in whatever case."""
TELLING = (
    r"instruct|prompt|rules|guidelines|direct|told|programmed|configured|(?:wrote|gave)\sme"
    r"|my\s(?:output|repl|answer|response)|anweisung|instrukt|vorgaben|consignes|invite|instruc|istruz"
    r"|diret|instruç|richtlijnen|instrukcj|polecenia|wytyczne|instruks|инструкци|указани|промпт|提示|指令"
    r"|指示|プロンプト|命令"
)
"""A word of each."""
