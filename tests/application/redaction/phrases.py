"""More sentences and documents in which «what has to go» is marked: what people say at home."""

from __future__ import annotations

PASSWORDS = (
    "My password is «sunshine», and it worked before.",
    "my old password was fine, my new password is «sunshine»!",
    "mitt lösenord är «fisk_och_chips», hjälp",
    "ο κωδικός μου είναι «thalassa88».",
    "הסיסמה שלי היא «shalom_42x», ולא עובד",
    "كلمة المرور الخاصة بي هي «nour2024»",
    "le code reçu par SMS «262891» ne marche pas",
    "my password is case sensitive",
    "my password is invalid.",
    "the password is sunshine-like in colour",
    "my code is E2628, seen by SMS",
)

NUMBERS = (
    '{"ahvNumber":"«756.9217.0769.85»"}',
    '{"rodneCisloNo":"«8552301234»"}',
    '{"cuil":"«20-28134991-9»"}',
    "Mi CUIT es «20-28134991-9».",
    '{"nik":"«3174050704760008»"}',
    "No. «3174050704760008» ditolak",
    '{"cccd":"«001070286231»"}',
    '{"cedula":"«1722450887»"}',
    '{"ИИН":"«600305307348»"}',
    "emirates_id='«784-1968-3668273-0»'",
    "card «784-1968-3668273-0» was refused",
    "תעודת זהות «012449146»",
    "αμκα «20086743984»",
    "αφμ: «094014298»",
    "HKID «G143972(2)»",
    "«85.07.30-033.28» and «85073003328»",
    "нет номера «112-233-445 95»",
    '{"order_no":"20-28134991-9"}',
    '{"iin_version":"4.2"}',
    "Nik wrote 12 lines",
)

PHONES = (
    "κινητό «694 221 8830»",
    "נייד «054-882-1107»",
    "it says «054-882-1107» on the page",
    "Mobilnummer «0703382194»",
    "komórka «512 883 407»",
    "UPI «rahul.verma@okhdfcbank», amount 2499",
)

PLACES = (
    "到«li.wei_88@example.com»。错误代码ERR_0092",
    "メールは«t.sato@example.co.jp»。エラーE-2041",
    "write to «jane@example。com» please",
    "https://hooks.zapier.com/hooks/catch/«8614035/n8gomkl»",
    '{"host":"«pos-kasse2.store.intern»"}',
    "db:\n  password: >-\n    «Tr0ub4dor & 3 horses»\n  user: 81",
    "sentry event af1b0ccd4d12cda9da10daa01946964c release 7.2.0",
    '["INVALID_API_KEY","E11000","kSecAuthFailed -25293"]',
    '["X-Api-Key","«q7Xk2pLm9vTz»"]',
)
