"""Lines of settings, protocols and logs in which «what has to go» is marked."""

from __future__ import annotations

_COMMIT = "7edf339fffad2cfbbc1d590c516ad3cb38c2e82f"

SETTINGS = (
    'proxy_set_header X-Api-Key "«l8Ak4sCCL3b97VgwQKXKaA6o»";\nproxy_read_timeout 60s;',
    'gw-2 : PSK "«moss-Shared-9»"',
    "rclone config create s3 secret_access_key «Rcl0neKeyAbcd1234efgh5678»",
    "translation key \"errors.e42\" and sort key 'created_2'",
    "snmp-server community «c0mmun1ty» RO",
    "lftp -u partner,«ftp-Drop-3» files.acme.example",
    "C: a001 LOGIN ops «imap-Pw-9»",
    "a2 LOGIN FAILED badly",
    "USER ops\r\n331 go on\r\nPASS «p0p3-moss»\r\n-ERR [AUTH]",
    "USER story 12\nPASS src/app.test.js",
    "machine api.acme.example login ops password «75b99734-b627-4c1d-88fd-0c5d657e2a95»",
    "<key>apiSecret</key><string>«fhqDCwiLePmXcSV1nzvWgH»</string><key>build</key><string>7</string>",
    "<param-name>encryptionKey</param-name>\n<param-value>«9aBcDeFgHiJkLmNo»</param-value>",
    "<name>retry.key</name><value>orders-v2</value>",
    "<ApiKey id=key_118 secret=«iNm0fcABariklQDVLWIycKwy» active=True>",
    "invalid token kid=abc123DEF alg=RS256",
    'Unexpected token "v2beta1" at 118',
    '{"password":{"lastChanged":"2026-01-03"},"token":{"issued":"2026-01-03"}}',
    '{"password":"«1984-07-12»"}',
)

LOGS = (
    "panel pw changed from «Winter2024»! to «Spring2026»!",
    "password rules went from v2beta1 to v3beta2, the api key renamed from ci-2a to ci-3b",
    "login as admin and error403 appears",
    "login as admin / «Grud2ien»!! fails with LOGIN-118",
    "pre-shared key: «vpn-Psk-9981»; gateway vpn.acme.example",
    "wifi key is «kettle-drum-88»; SSID FL-Guest",
    "Where is the API key for region eu-west-1?",
    "PATCH /settings/security/2fa 409 TWO_FACTOR_ALREADY_ENABLED",
    "--- PASS: TestPasswordReset (0.12s)",
    "X-Cloud-Trace-Context: 105445aa7843bc8bf206b12000100000/1;o=1",
    f"push rejected: {_COMMIT} -> refs/heads/release/2026.02",
    "Chrome 132.0.0.0 behind «10.0.0.7»",
    "Rückruf («04131 / 77 42 19»), Störung ST-0091",
    "звоните «8 916 447-18-82», заявка 118-7",
    "llámame al «+34 91 447 18 82» o al «691447188», expediente EXP-118",
    "manifest for acme/auth:2.11.8 not found",
    "/widget.min.js?hash=9fceb02d and /confirm?hash=«9fceb02d77»",
    "RRN 604909447118 of a dispute, RRN «900312-1044718» of a person",
    "AWB 020-88120044, 3 pieces",
    "Versichertennummer «A123456780», Fall F-118",
    "wohnhaft «Lindenallee 44, 22767 Hamburg», Vertrag V-118",
    '{"awb":"020-88120044","e2e":"E57706163202602180914YinoPNrTdmu"}',
    '{"email":"Re: PED-1\\nwrite to «jane@acme.example»"}',
    '["Enter password:","«l1ne-Next»","Access denied"]',
)
