"""Cheap detectors that say which families of rules a text has to be given to."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from enum import Enum, auto
from typing import Final

from application.automaton import Automaton
from application.redaction.secrets.vendors import VENDOR_DETECTOR


class Family(Enum):
    """A family of rules that looks at the same texts."""

    # Members are singletons: to hash them by identity is right, and quicker than by name.
    __hash__ = object.__hash__

    VENDORS = auto()
    EMAILS = auto()
    URLS = auto()
    PRIVATE_KEYS = auto()
    JWTS = auto()
    PAIRS = auto()
    TOLD = auto()
    COMMANDS = auto()
    NUMBERS = auto()
    LETTERED_NUMBERS = auto()
    IP = auto()
    COLON_ADDRESSES = auto()
    HOSTS = auto()
    IBANS = auto()
    BLOBS = auto()
    DISGUISES = auto()
    SCHEMES = auto()
    TOLD_NUMBERS = auto()
    INTRODUCED = auto()


_WORDS_THAT_TELL = (
    # Any name in another script than the Latin, whose k is also the Kelvin sign.
    r"(?-i:[\x{370}-\x{10ffff}])"
    r"|pass|pwd|pw|psw|kennwort|contrase|senha|wachtwoord|has[lł]|paroo?l|mot de|phrase"
    r"|mnemonic|secret|token|key|auth|cookie|sess|sid|cred|pin|otp|cvv|cvc|csc|2fa|mfa|code|tan\b"
    r"|bearer|basic|sig"
    r"|jwt|csrf|xsrf|hmac|sas|salt|pepper|seed|pem|remember|communi|psk|pk8|[dk]ek|magic|answer"
    r"|question|word|ssert"
    r"|l[oö]senord|adgang|kodeord|heslo|jelsz|[sş]ifre|lozin|geslo|\bmdp"
    r"|clave|chave|chiave|llave|clef?api|cl[eé]f? ?api|jeton|sch?l[uü]e?ssel|sleutel|nyckel"
    r"|n[oø]kkel|klucz|anahtar|kulcs"
    r"|geheim|hemlig|segre|verifier|tok\b|tkn"
    r"|zugang|sandi|salasan|mậ|matkh|slapta|xprv|pat\b|saml|priva"
)
_PERSONAL_WORDS = (
    r"name|nombre|apellid|nome|nom|imie|nazwisko|addr|street|stra|line[12]|postal|postcode|zip|plz"
    r"|nm\b|namn|naam|navn|nimi|nev|soyad|p[rř][ií]jm|priezv|prezim|priim|prenum|inhaber"
    r"|anschrift|calle|domicil"
    r"|endere|logradou|osoite|postn|pocztow|pstcd|strtnm|adrl|ulic|hausnu|huisnu|geburt|gebor|nacim"
    r"|nascim|naiss|nascita"
    r"|na[sș]ter|dsels|syntym|urodz|naroz|naroden|rojen|rojst|tarihi|rufnu|handy|mobi|gsm|puhel"
    r"|kom[oó]rk"
    r"|t[eé]l[eé]|celular|nohp|karte|kaart|carte|cartao|tarjeta|kort|konto|rekening|cuenta|clabe"
    r"|cbu|\brib|compte"
    r"|corrente|rachunk|hesap|patient|payer|payee|debtor|creditor|insured|applicant|attendee"
    r"|contact|kund|mitarb"
    r"|ansprech|passenger|owner|author|user|customer|recipient|sender|assign|manager|report|request"
    r"|birth|dob|phone|mobile|cell|tel|fax|msisdn|whatsapp|mail|ssn|social|national|tax|tin|cpf"
    r"|dni|nie|nif"
    r"|pesel|bsn|aadha|pan|fiscale|passport|licen|personn|card|iban|bank|routing|sort|host|server"
    r"|node"
    r"|ppsn?|sin|nhs|nino|cui[lt]|c[eé]dula|ktp|nik|cccd|cmnd|iin|ipn|rnokpp|emirates|iqama|cnic"
    r"|voter"
    r"|umid|niss|insz|taj|svnr|isikuk|asmens|personas|em[sš]o|kennit|afm|ausweis|reisep|bvn"
    r"|mykad|versich|steuer|rut|curp|holder|benefici|nric|identi|citizen|egn|cnp|hetu|cpr"
    r"|snils|\binn|oib|jmbg|amka|rodn"
    r"|machin|computern|kin\b|ofkin|adres|apart|\bcep|direcci|house|indiriz|(?:\b|_)rue"
)

_NUMBER_WORDS = (
    r"\bpuh|\btlf|โทร|טלפון|נייד|κινητ|جوال|мобил|kom[oó]rk|\bgsm\b|\bcep\b|thoại|no hp|telp"
    r"|t[eé]l[eé]fo|телефон|τηλ|هاتف|फ़ोन|电话|電話|手机|手機|携帯|전화|휴대폰|핸드폰"
    r"|ll[aá]ma|appele|chiama|ligue|позвон|zadzwo|wa\.me|sms:|callto|facetime"
    r"|\bborn\b|birth|\bd\.?o\.?b\b|geboren|geburt|\bgeb\.|\bn[eé]e? le"
    r"|naissance|\bnac[ií]|nacimiento"
    r"|\bnat[oa] il|nascita|nascid|nascimento|urodz|рожден|родил|生年月日|出生|생년월일|do[gğ]um"
    r"|geboorte|f[oø]dsel|f[oö]delse"
    r"|account|\bacct?\b|\bcbu\b|계좌|口座|银行|銀行|\brek"
    r"|routing|sort ?code|\bblz|konto|\bbsb|clabe|\baba\b"
    r"|phone|fone|telef|\bmob\b|\bhp\b|\bcel\b|\btlm\b|telem|\bs[đd]t\b|\btel\b|\btél\b|mobil"
    r"|\bcell(?:ulare)?\b|\bcall|\bfax\b|whatsapp|\bsms\b|handy|celular"
    r"|m[oó]vil|\bdial|\bring\b|text me|reach|erreichbar|\bruf|\bbelt? |anruf|contact"
    r"|msisdn|signal"
    r"|[\x{260e}\x{260f}\x{2706}\x{1f4de}\x{1f4f1}]"
    r"|\bssn\b|social|national|\bnino\b|\btax|\btin\b|\bcpf\b|\bcnpj\b|\bdni\b|\bnie\b|\bnif\b"
    r"|pesel|\bbsn\b|aadha"
    r"|\bpan\b|codice|pass[ae]?port|reisepass|pasaporte|paspoort|paszport|rijbew|jazdy|condução|patente|driver|driving|personn|dselsn"
    r"|\bcpr\b|\bhetu\b"
    r"|\bcnp\b|\begn\b|\bcurp\b|\brut\b|id[ -]?card|identi|steuer|\bidnr|\bsin\b"
    r"|\bnhs\b|\bnip\b|medicare|curit"
    r"|kimlik|आधार|licen[cs]e n|führer|conduire|conducir|segur|versich"
    r"|\bnir\b|\bkvnr\b|\b(?:kv|egk)-|krankenk|sofinu|(?:\bsa|african) id"
    r"|[eé]ro nat|\bpass-?n|זהות|個人|บัตร"
    r"|тел|rufnu|festnetz|callback|\bph\b|đt"
    r"|\binsee\b|\bnric\b|\bhkid\b|\btckn?\b|\brrn\b|\bppsn?\b|\btfn\b|\bahv\b|rijks|burgers"
    r"|citizen|ausweis"
    r"|c[eé]dula|\bcui[lt]\b|\bnik\b|\bktp\b|cccd|cmnd|护照|護照|パスポ|旅券|여권|ad[oó]sz|szem[eé]lyi"
    r"|\bseria\b|npwp"
    r"|\bdl n|zehut|هوي|č\. ?op|občansk"
    r"|dow[oó]d|cidad[aã]o|\brg\b|emirates id|iqama"
    r"|voter|\bsss\b|philhealth|\bsv-?n|\btaj\b"
    r"|αμκα|αφμ|иин|[иі]пн|рнокпп|егн|національн|תעוד|ת\.ז|\bniss|\bcnic|mykad|isikuk|asmens"
    r"|personal id|snils|снилс|инн|паспорт|\boib\b|\bjmbg\b|\bamka\b|rodn|주민|身[分份]|マイナ"
    r"|\bcod numeric|\b(?:ic|id) n|\bvisa |plate\b|\breg(?:istration)? |kennzeichen"
    r"|immatric|matr[ií]cula|\btarga|kenteken|last (?:four|4)"
)

_INTRODUCTIONS = (
    r"name(?: is|['\x{2019}]s|:)|(?:am|['\x{2019}]m) (?:called|named)|ich hei|name (?:ist|lautet)"
    r"|m['\x{2019}]appelle|mon nom|llamo|mi nombre|chiamo|mio nome|chamo|meu nome|naam is|ik heet"
    r"|heter|hedder"
    r"|mitt? na[mv]|nimeni|nazywam|na imi|jmenuji|volám|numesc|numele|zovem|ime mi"
    r"|ad[\x{131}]m|зовут"
    r"|звати|моё имя"
    r"|λένε|nama saya|tên tôi|我叫|名字|名前は|이름은"
    r"|\b(?:mrs?|ms|dr|prof|herrn?|frau|madame|mme|monsieur|señora?|sra|signora?|kundin|\w*inhaber(?:in)?|\w*holder|titula(?:r|ire)|intestatario|mevrouw|dhr|mevr"
    r"|pani|say[\x{131}]n|fru)\b"
    r"|\b(?:my|our|mein|meine|unser|ma|mon) (?:wife|husb|part|spou|son|dau|m[ou]|fa|dad|bro|sis"
    r"|coll|cow|co-w|boss|fri|ass|acc|law|land|room|nurs|doct|frau|mann|soh|toch|kol|chef|femm"
    r"|mari|fil)"
    r"|\bmi (?:espo|mari|hij|col)"
    r"|(?:\bi am|\bi['\x{2019}]m|this is|it['\x{2019}]s|hier (?:ist|spr)|\bici)"
    r" \S+(?: \S+)+ (?:calling|writing|speaking|from|here)\b"
    r"|(?:\bi am|\bi['\x{2019}]m|ich bin|hier (?:ist|spricht)|je suis|\bsoy|ik ben"
    r"|jag är|jestem) (?-i:[^\sa-z])\S* \S"
    r"|(?:regards|sincerely|truly|gr[uü](?:ß|ss)e?n?|cordialement|salutations|saludos|atentamente"
    r"|saluti|cumprimentos|groet|groeten|hälsningar|hilsen|terveisin|pozdrawiam|pozdravem"
    r"|üdvözlettel|уважением),? \S+ \S|(?:thanks|thank you|cheers|best|merci|gracias|grazie|danke"
    r"|obrigad[oa]|bedankt|tack|takk?|dziękuję|děkuji|спасибо), \S+ \S"
    r"|(?:signed|approved|reported|reviewed|invited|requested|submitted) by \S+ \S"
    r"|(?:speak|spoken?|talk(?:ed)?|chatted) (?:to|with)|\buid=|samacc"
    r"|\bcn=|\bp\.?o\.? box|postfach|via |\S[\"']? [<(][^\s<>@]+@|[<(]\[email"
    r"|\d\w? (?:\S+ )+(?:street|road|avenue|boulevard|lane|crescent|terrace|highway|parkway|st|rd"
    r"|ave"
    r"|blvd|ln|cres|pkwy|hwy|drive|dr|way|court|ct|place|pl|close|square|sq|circle|cir|grove"
    r"|gardens|trail|row|mews)\b"
    r"|\d\w?,? (?:bis |ter )?(?:rue|avenue|boulevard|impasse|chemin|quai|allée) "
    r"|(?:calle|c/|avenida|avd?a?\.|avda|paseo|rua|viale?|piazza|corso|ul\.|ulica|ул\.) "
    r"|(?:stra(?:ße|sse|at)|str\.|gasse|allee|laan|gracht|gatan?|vägen|vei(?:en)?|vej|katu|utca"
    r"|tie|weg|platz|ring"
    r"|damm|ufer|plein|singel|kade|dijk) \d|\ba(?:m|n de[rn]|uf de[rm]) "
    r"|[都道府県县省市][^\s\d]+\d"
    r"|address (?:is|to|:)|(?:live|living|reside) (?:at|in)|wohn|(?:adresse|anschrift) |habite"
    r"|vivo en|mi d|moro na"
    r"|endereço|abito|indirizzo|ik woon|mijn adres|bor p|bor i|min adress|mieszkam|mój adres"
    r"|\bzip\b|post(?:al )?code|postleitzahl|\bplz\b|code postal|digo postal"
    r"|adresim|мой адрес|地址|我住|住所は|주소는"
)

# Supersets of the exact rules, in RE2's syntax. The states of an automaton multiply where several
# count at once: so those that look for words and those that look for shapes are two.
_WORDS: Final[dict[Family, str]] = {
    Family.VENDORS: VENDOR_DETECTOR,
    Family.EMAILS: r"@|(?i)[\[({<] ?(?:at|ät|arroba|arobase|chiocciola|małpa) ?[\])}>]"
    r"|\S (?:at|ät|arroba|arobase|chiocciola|małpa) [\w-]+"
    r"(?:\.[a-z]| ?[\[({<]? ?(?:dot|punkt|punto))",
    Family.URLS: r"://|@\d{1,3}\.\d|@(?:tcp|udp|unix)\(|sqlplus|sqlldr|rman |(?:imp|exp)(?:dp)? "
    r"|[?&;#][\w.\-\[\]~%]+=|(?i)jdbc:|/(?:(?:accept|account|e?mail|user|team|org"
    r"|join)[-_])?(?:reset|passw|verif|confirm|activ|invit|magic|unsub|token|auth|login|recov"
    r"|secret|share|s/|feed|ics/|ical|calendar|private/|callback|one|hook|webh)",
    Family.PRIVATE_KEYS: r"---- ?BEGIN|PuTTY-User",
    Family.JWTS: r"ey[JA]|ewo|v[1-4]\.(?:local|public)\.",
    Family.PAIRS: rf"(?i)(?:{_WORDS_THAT_TELL}|{_PERSONAL_WORDS})"
    r"[\w\x{80}-\x{10ffff}.\-]*(?: \w+)?[\]\)\"'`\\]*\s*[:=>]",
    Family.TOLD: r"(?i)(?:pass|pw|psk|kennwort|contrase|senha|wachtwoord|key|secret|token"
    r"|schl[uü]ssel|sleutel|klucz|chave|llave|chiave|cl[eé] (?:d|api)"
    r"|schl[uü]ssel|sleutel|klucz|chave|llave|chiave|cl[eé] (?:d|api)"
    r"|clave|kata sandi|mậ|m\x{1ead}|seed|mnemonic|phrase|(?:recovery|backup|wallet) words"
    r"|session|sitzung|sesi[oó]n|sess[aã]o|sessie|sesj|cookie|pin|otp|cv[vc]|[2m]fa"
    r"|code|tan\b|c[oó]digo|codice|kod|код|验证码|驗證碼|認証|確認|인증"
    r"|memorable|answer|maiden|antwort|secr[eè]te|respuesta|credential|creds|login|zugangsdaten"
    r"|logindaten|identifiants|credenz"
    r"|lozinka|geslo|laluan|texted|palavra|l[oö]sen|\bww\b|κωδικ|סיסמ|كلمة|السري|รหัสผ่าน|पासवर्ड"
    r"|비번|암호|패스워드|смс"
    r"|to (?:verify|confirm|sign|log)|in (?:as|with) "
    r"|passord|l[oö]senord|haslo|hasło|adgangs|salasan|heslo|jelsz|parola|[sş]ifre|mdp|парол|密|口令"
    r"|パスワード|비밀|暗証|number is|nummer|n[uú]mero|numéro)"
    r"[\w ]*(?:\W|$)",
    Family.COMMANDS: r"(?i)(?:^|\s)--?[a-z][\w-]*|identified by|password|net use|\|[ ]?sudo "
    r"|communi|[ ]/(?:v|rp) "
    r"|jwt\.[sved]|(?-i:AUTH (?:LOGIN|PLAIN)|\"AUTH\"|LOGIN |PASS |machine )"
    r"|(?:^|\s)(?:(?-i:ENV|ARG)|setenv|setx|fastcgi_param) "
    r"|:[a-z][\w-]* \"|\|[^|]*\||insert into|path[\"'\\]+ ?:[^{}]+value"
    r"|[(\[] ?[\"'][^\"' ]+[\"'] ?[,)]",
    Family.HOSTS: r"(?i)\.(?:intern|local|lan|corp|intra|private|priv|home|svc|consul|cluster"
    r"|ad|int|rds|cache|redshift|docdb|neptune|efs|es|elb|compute|database|documents|servicebus)"
    r"|(?:^|[^\w])(?:internal|corp|intranet|intra|lan|private|priv|int)\."
    r"|://[a-z][\w-]*[:/?]|\w:\d{4}"
    r"|service not known|(?:to|from|on) host |(?:host|server|machine)(?: at)? [\"']"
    r"|'@'| port \d|\d:[~/]"
    r"|mongodb\.net|\\[a-z]|data source=|enotfound|eai_again"
    r"|unknownhost|resolve host|lookup |desktop-|laptop-|win-",
    Family.SCHEMES: r"(?i)(?:bearer|basic|negotiate|ntlm|api-?key|token|hmac-sha256|hawk|dpop"
    r"|sharedkey|bot)(?:\s|%20|\+)",
    Family.TOLD_NUMBERS: rf"(?i){_NUMBER_WORDS}",
    Family.INTRODUCED: rf"(?i){_INTRODUCTIONS}",
}
_SHAPES: Final[dict[Family, str]] = {
    Family.NUMBERS: r"\d(?:[^\w\n]{0,3}\d){5}",
    Family.LETTERED_NUMBERS: r"\d{4}[A-Za-z]|[A-Za-z]{2} ?\d\d ?\d\d|[A-Za-z]\d{7}"
    r"|\d\d[A-Za-z]\d\d[A-Za-z]\d{3}",
    Family.IP: r"\d\.\d{1,3}\.\d{1,3}\.\d|(?:ip|ec2)-\d",
    Family.COLON_ADDRESSES: r"[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f]*:|::"
    r"|[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-",
    Family.IBANS: r"[A-Za-z]{2}\d\d[ -]?[A-Za-z0-9]{4}",
    Family.BLOBS: r"[A-Za-z0-9+/=_-]{24}|(?:[0-9a-fA-F]{2} ?[0-9a-fA-F]{2} {1,2}){7}"
    r"|<~|\\x[0-9a-fA-F]{2}[^\\]{0,4}\\{1,4}x[0-9a-fA-F]|\d, ?\d{1,3}, ?\d{1,3}, ?\d{1,3}, ?\d",
    Family.DISGUISES: r"[^\x00-\x7F]|\w[\[({](?:[.:@]|dot)[\])}]\w"
    r"|%[0-9A-Fa-f]{2}|&(?:#|[a-zA-Z]+;)|\\[uUx]",
}
_DETECTORS: Final = (Automaton(_WORDS), Automaton(_SHAPES))

# Most strings of a snapshot: a word, a phrase, a time, an error code, a route, an id.
_PLAIN: Final = re.compile(
    # A key of AWS's in which no digit happens to be.
    r"(?!A[KS]IA[A-Z])(?:[A-Za-z_-]{0,20}|[a-z]+(?: (?!(?:dot|punkt|punto) )[a-z]+){1,4}"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)"
    r"|[A-Z]+(?:_[A-Z]+)*|\d{1,6}|v?\d{1,3}\.\d{1,3}(?:\.\d{1,3})?"
    r"|[a-z]{2,10}_[0-9a-z]{1,18}|(?:/[a-z0-9]{1,12}){1,8})"
)


def is_plain(text: str) -> bool:
    """Whether the text is such a string, in which no rule finds anything."""
    return _PLAIN.fullmatch(text) is not None


def families_of(text: str) -> AbstractSet[Family]:
    """The families whose rules may find something in the text; a superset, never too few."""
    if _PLAIN.fullmatch(text):
        return frozenset()
    encoded = text.encode("utf-8", "replace")
    return {family for detector in _DETECTORS for family in detector.found_in(encoded)}
