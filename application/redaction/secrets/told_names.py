"""What secrets are called in sentences, as parts of regular expressions."""

from __future__ import annotations

NAMES = (
    r"(?<![\w-])(?<!expected )(?=[aceghjklmpstwşпκ\u05d4\u05e1\u0627\u0643\u0648])"
    r"(password|passwd|passwort|kennwort|passphrase|passcode|pwd|pw"
    r"|contraseña|senha|mot de passe|mdp|wachtwoord|passord(?:et)?|has[lł]o|l[oö]senord(?:et)?"
    r"|adgangskode|salasanani|salasana|heslo|lozinka|geslo|jelszavam|parolam?|[sş]ifrem?"
    r"|cl[eé] secr[eè]te|(?:clave|chave) secreta|chiave segreta|tajny klucz"
    r"|clave|mật khẩu|mậtkhẩu|kata (?:sandi|laluan)"
    r"|(?:licen[cs]e|product|activation|serial|stream|wi-?fi|wlan|pre-?shared) key"
    r"|palavra[ -]passe|lösen|ww"
    r"|contrasenya|пароль(?:ат)?|парола(?:та)?|κωδικ[όο][ςσ](?: πρόσβασης)?"
    r"|ה?סיסמ[הא]"
    r"|و?كلمة (?:المرور|السر)|الرقم السري|pass(?= (?:is|was) )|api[ -]?key|access key"
    r"|api[ -]?schlüssel|api[ -]?sleutel|klucz(?:em|a)? api"
    r"|(?:cl[eé]|clave|llave|chave|chiave) (?:d['\u2019]|d[eia] )?api"
    r"|(?:access|refresh|auth)_token|secret key|secret|token|session ?id|session cookie)"
)
# What sort of a password it is, or that somebody has it, in languages that say it behind the word.
LATER = (
    r"(?:(?:tempor|provv?is|actu|atua|attu|nuev|nuov|init|inic|iniz)[^\W\d_]{1,8}|nov[oa]"
    r"|(?:que|che) [^\W\d_]{2,12}"
    r"|(?:that )?(?:i|we) (?:used?|have|had|set|chose|entered|typed|tried|got))"
)

# Codes to sign in with, in the languages of those who pass them on. The short names stand as often
# for something else, and so only digits after them are a code.
CODE_NAMES = (
    r"(?:verification|confirmation|security|one[ -]time|2fa|mfa|two[ -]factor|t?otp|sms|login"
    r"|sign[ -]?in|access|recovery|backup|pin|unlock|pairing|activation|authentication|verify)"
    r"[ -]?codes?"
    r"|one[ -]time (?:password|passcode|pin)|otp|m?tan"
    r"|(?:bestätigungs|bestaetigungs|sicherheits|verifizierungs|einmal|zugangs|freischalt"
    r"|aktivierungs|wiederherstellungs|verificatie|beveiligings)-?code"
    r"|einmal(?:passwort|kennwort)|(?:sms|bankid|mitid|vipps|engångs)-?(?:kode?|code|koodi)"
    r"|(?:kode?|code|c[oó]digo|codice) (?:sms|pin)"
    r"|code (?:de |d['\u2019])(?:v[eé]rification|s[eé]curit[eé]|confirmation|validation|acc[eè]s)"
    r"|code (?:confidentiel|secret)"
    r"|c[oó]digo de (?:verificaci[oó]n|seguridad|confirmaci[oó]n|acceso|verificação|segurança"
    r"|confirmação|acesso)"
    r"|codice di (?:verifica|sicurezza|conferma|accesso)|kod (?:weryfikacyjny|dostępu)"
    r"|(?:verifierings|säkerhets|engångs)kod|doğrulama kodu|код (?:подтверждения|доступа)"
)
SHORT_CODE_NAMES = (
    r"(?:(?:router|sim|wps|app|login|karten)-)?pin|[(]?cv[vc][)]?|2fa|mfa|use code"
    r"|enter code|(?:your|ihr|dein|uw) code|votre code(?! d)|tuo codice|(?:tu|su|seu) c[oó]digo"
    r"|din kode?|twój kod|ваш код"
)
UNSPACED_CODE_NAMES = "验证码|驗證碼|認証コード|確認コード|인증번호|인증 ?코드"
