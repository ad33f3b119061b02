"""Lines of settings, protocols and logs in which «what has to go» is marked."""

from __future__ import annotations

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
