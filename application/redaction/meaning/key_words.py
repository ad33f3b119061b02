"""The vocabulary by which field names tell what their values are."""

from __future__ import annotations

from typing import Final

# Each entry is a field name's last words run together: "x-auth-token" ends in "token", "userId" in
# "id". The longest ending that is listed decides.

PASSWORDS: Final = frozenset(
    """password passwd passwrd pwd pw passphrase passcode pass userpass mypass dbpass rootpass
    adminpass smtppass ftppass mysqlpwd passw psw pswd passwort kennwort contrasena contraseña
    motdepasse senha wachtwoord haslo hasło parola losenord lösenord пароль 密码 パスワード
    mnemonic seedphrase recoveryphrase secretquestion securityquestions securityanswers
    securityanswer secretanswer memorableword
    psk presharedkey wpakey snmpcommunity communitystring rocommunity rwcommunity
    requirepass masterauth enablesecret contrasenya passw0rd
    passwords passphrases passwordhash pwdhash passwordsalt currentpassword keypass storepass
    passwordconfirmation confirmpassword htpasswd ansiblevaultpass sshpass proxypass
    bindpw dbpw rootpw adminpw userpw pword secretword seedwords mnemonicphrase
    passord adgangskode kodeord salasana heslo jelszo jelszó sifre şifre lozinka geslo parolă mdp
    clavesecreta chavesecreta palavrapasse zugangscode katasandi matkhau mậtkhẩu parool slaptažodis
    密碼 口令 暗証番号 비밀번호 암호 סיסמה كلمةالمرور كلمةالسر पासवर्ड รหัสผ่าน
    κωδικόςπρόσβασης şifrem sifrem parolam jelszavam passordet lösenordet passe""".split()
)

PINS: Final = frozenset(
    """pin pins pincode otp otpcode otpattempt totp totpcode cvv cvc cvv2 cvc2 csc securitycode
    cardcode mfacode mfa 2facode 2fa twofactorcode smscode onetimepassword cardpin tan
    twofactorbackup mfabackup twofactorrecovery mfarecovery doorcode gatecode logincode verifycode
    authenticationcode signincode κωδικός 2fabackup puk""".split()
)

CODE_WORDS: Final = frozenset(
    """verificationcode confirmationcode onetimecode onetimepasscode backupcode backupcodes
    recoverycode recoverycodes accesscode unlockcode pairingcode""".split()
)
"""Codes that may be letters alone."""

TOKENS: Final = frozenset(
    """token
    secretkeybase secret apikey apitoken apisecret accesskey secretkey
    secretaccesskey privatekey encryptionkey signingkey signingsecret masterkey sshkey
    servicekey accountkey sharedkey sharedaccesskey subscriptionkey storagekey webhooksecret
    webhookkey deploykey consumerkey consumersecret appsecret appkey clientsecret clientkey
    integrationkey writekey licensekey licencekey licensecode authkey hmackey aeskey rsakey
    accesstoken refreshtoken idtoken authtoken bearertoken sessiontoken csrftoken xsrftoken
    oauthtoken jwt jwtassertion samlassertion
    apiauth xauth authcode basicauth httpauth
    authorizationcode oauthcode codeverifier activationcode invitecode magiclink resetcode
    hmac sas sastoken sharedaccesssignature accountsas keymaterial
    privkey pk8 pem dek kek kmskey rootkey userkey devicekey apikeysecret keysecret
    keystring apikeyvalue functionskey hostkey fcmkey serverkey mapskey googlekey stripekey
    serviceaccountkey gcpkey awskey sendgridkey twilioauthtoken ocpapimsubscriptionkey
    rsaprivate sshprivate githubpat gitlabpat azurepat clientassertion samlresponse xprv
    geheimnis jeton cleapi clefapi claveapi chaveapi llaveapi chiaveapi chiavesegreta clesecrete
    geheimschluessel zugangsschlüssel zugriffsschlüssel секретныйключ ключдоступа секрет
    idtokenhint apiキー アクセスキー токен 密钥 密鑰 令牌 秘密鍵 トークン 토큰 비밀키""".split()
)

SUBJECTS: Final = frozenset(
    """tokens secrets apikeys accesskeys privatekeys csrf xsrf bearer credential credentials creds
    auth signature sig salt pepper passkey clave verifier
    hmacsha1 hmacsha256 hmacsha512 geheim hemlighet secreto segreto segredo""".split()
) | frozenset(
    f"{owner}key"
    for owner in """openai anthropic claude gemini mistral cohere groq deepseek huggingface
    replicate azure github gitlab bitbucket slack discord telegram twilio mailgun mailchimp postmark
    resend brevo paypal braintree adyen square razorpay plaid shopify hubspot salesforce intercom
    airtable algolia pinecone elastic datadog newrelic sentry grafana pagerduty cloudflare fastly
    akamai netlify vercel heroku digitalocean linode hetzner docker npm pypi supabase firebase
    mapbox amplitude mixpanel okta auth0 aws amazon google gpg pgp recovery tls ssl ca sign cipher
    crypto enc encrypt decrypt decryption hash sas wallet sess login admin root smtp ftp vault wifi
    wireguard vpn jwt token cert certificate signature unlock premaster symmetric asymmetric ecdsa
    ed25519 ec dsa dh dek kek wrapping""".split()
)
"""Names that speak of a secret as often as they hold it: a plain word under them is none. So it is
with the keys of products and of cryptography: a "hash key" is also what a table is sorted by.
"""

SEEDS: Final = frozenset("seed seeds walletseed rngseed randomseed".split())
"""What random numbers are drawn from, or a wallet's keys."""

KEYS: Final = frozenset(
    """key schluessel schlussel clef cle clave llave chave chiave sleutel nyckel nokkel klucz klic
    anahtar kulcs ключ 키 鍵""".split()
)
"""Words for any key: of a vendor, of a cache, of a table."""

SESSIONS: Final = frozenset(
    """session sessions sess sessionid sessionids sessid sid sessionkey jsessionid phpsessid
    aspsessionid aspnetsessionid connectsid rememberme rememberuser sessioncookie
    ticketgrantingticket sessionticket authticket laravelsession""".split()
)

COOKIES: Final = frozenset("cookie cookies setcookie setcookies cookieheader httpcookie".split())

AUTHORIZATIONS: Final = frozenset(
    "authorization proxyauthorization authheader authorizationheader xauthorization".split()
)

NAMES: Final = frozenset(
    """fullname firstname lastname middlename givenname familyname surname maidenname forename
    realname legalname preferredname nickname username usernames loginname nameoncard toname fname
    lname mname accountholder cardholder beneficiary signatory nextofkin kundenname kundename
    mitarbeitername benutzername klantnaam vorname nachname familienname geburtsname kontoinhaber
    karteninhaber voornaam achternaam fornavn etternavn efternavn fornamn efternamn etunimi
    sukunimi kokonimi prenom nomclient nomcomplet nomfamille nomnaissance nombre apellido apellidos
    nome sobrenome cognome nominativo imie nazwisko prijmeni priezvisko vezeteknev keresztnev
    prenume soyad soyadi adsoyad prezime priimek фамилия имя имяклиента отчество фио прізвище
    επωνυμο ονοματεπωνυμο 顧客名 担当者名 고객명 姓名 名字 收货人
    收件人 联系人 氏名 お名前 이름 성명 예금주""".split()
)

PEOPLE: Final = frozenset(
    """createdby updatedby modifiedby deletedby author assignee reporter requester requestedby
    owner customer user recipient sender signer assignedto handledby contactperson signedby
    submittedby invitee manager reviewer approver approvedby invitedby holder policyholder insured
    payer payee debtor creditor patient passenger applicant attendee contact guest companion kunde
    kundin mitarbeiter ansprechpartner empfanger rechnungsempfanger absender destinataire
    expediteur remitente destinatario mittente ontvanger afzender mottaker avsender odbiorca
    nadawca""".split()
)
"""Fields that hold a person's name, or else an id or an object."""

WEAK_NAMES: Final = frozenset(
    """name displayname screenname first last middle given family cn fn ln naam namn navn nimi
    jmeno név nev""".split()
)
"""Names of people only among a person's fields; otherwise files, plans and queues have them too."""

THINGS: Final = frozenset(
    """company organization organisation org plan product project file role team department group
    country city state region bank device app service event job queue bucket domain template
    workspace vendor brand model school feature category""".split()
)
"""Their names are no person's, wherever they stand."""

WEAK_ADDRESSES: Final = frozenset(
    """city town village suburb district locality county houseno ort wohnort stadt ville ciudad
    citta cidade bairro colonia localidad plaats woonplaats miasto twnnm""".split()
)
"""Parts of an address beside other parts of it; otherwise where anything may be."""

ADDRESSES: Final = frozenset(
    """address addresses streetaddress street streetname homeaddress mailingaddress postaladdress
    billingaddress shippingaddress deliveryaddress residentialaddress addressline addressline1
    addressline2 addressline3 address1 address2 address3 line1 line2 housenumber apartment
    postalcode postcode zip zipcode plz cep physicaladdress workaddress fulladdress strasse
    direccion rue indirizzo adres adresse adresa adress anschrift hausnummer domicilio endereco
    logradouro calle straat straatnaam huisnummer postnummer osoite ulica ulice strada codpostal
    kodpocztowy codigopostal codepostal strtnm pstcd adrline адрес улица 地址 住址 住所 주소
    邮编 郵便番号 우편번호 διευθυνση""".split()
)

BIRTH_DATES: Final = frozenset(
    """dateofbirth birthdate dob born birthday birthdaydate birthdt bday geburtsdatum geburtstag
    geboren nacimiento nascimento naissance nascita nasterii geboortedatum fodselsdato fodselsdag
    fodelsedatum syntymaaika urodzenia narozeni narodenia rodjenja rojstva dogumtarihi рождения
    народження γεννησης 生年月日 出生日期 生日 생년월일 gebdatum fechanac datanasc""".split()
)

PHONES: Final = frozenset(
    """phone phones phonenumber phonenumbers mobile mobilenumber mobilephone cell cellphone
    cellnumber telephone telephonenumber tel telefon telefono fax faxnumber msisdn whatsapp
    whatsappnumber contactnumber homephone workphone landline handy smsnumber phoneno mobileno
    callerid callernumber callbacknumber phonework phonehome celular telefone telefonnummer
    telefoonnummer rufnummer handynummer mobilnummer mobiltelefon mobil mobiel telefoon gsm puhelin
    puhelinnumero komorka telefonszam telemovel movil cellulare nohp telefonu телефон телефона
    мобильный τηλεφωνο 电话 手机 手机号 手机号码 电话号码 電話番号 携帯電話 전화번호
    휴대폰 연락처""".split()
)

EMAILS: Final = frozenset(
    "email emails emailaddress emailaddresses mail useremail mailto emailid".split()
)

NATIONAL_IDS: Final = frozenset(
    """ssn ssnumber socialsecurity socialsecuritynumber socialinsurancenumber nationalid
    nationalidnumber nationalidentifier nationalinsurancenumber nationalinsurance nino taxid
    taxnumber taxidentificationnumber taxreferencenumber taxpayerid taxidnumber tin itin cpf dni nie
    nif pesel bsn aadhaar aadhar aadhaarnumber pancard pannumber codicefiscale passport
    passportnumber passportno driverslicense driverlicense driverlicence drivinglicence
    drivinglicense driverslicensenumber driverlicensenumber licensenumber personnummer
    personalnumber personalcode personalid personalidnumber fodselsnummer cprnumber cpr hetu
    henkilotunnus cnp egn curp rut idcard idcardnumber identitynumber identitycard
    identificationnumber steuerid steueridnr steuernummer sin sinnumber nhsnumber nhs medicarenumber
    nir numerosecu insee citizenid governmentid govid nric fin hkid tckimlik tckn rrn residentid
    idnumber nationalnumber rijksregisternummer ahv avs tfn ppsn pps burgerservicenummer
    healthcardnumber cuit cuil cedula cédula ktp nik cccd cmnd iin ipn rnokpp emiratesid iqama cnic
    voterid umid niss insz taj svnr isikukood asmenskodas personaskods emso emšo kennitala rsaid afm
    ninumber taxno taxnr fiscalcode fiscalnumber npwp nationalregister residentregistration mynumber
    thaiid icnumber tcno teudatzehut cedulaidentidad insurancenumber healthinsurance birthnumber
    sozialversicherungsnummer rentenversicherungsnummer steueridentifikationsnummer
    personalausweisnummer ausweisnummer reisepassnummer versichertennummer krankenversichertennummer
    passnummer documentoidentidad tckimlikno personnr fodselsnr bvn mykad mykadno иин ипн іпн рнокпп
    licenseplate licenceplate numberplate platenumber plateno registrationplate vehicleregistration
    vehiclereg vehicleplate carplate regplate kennzeichen nummernschild immatriculation matricula
    targa kenteken nummerplade visanumber visano visafilenumber visaapplicationnumber
    insurancepolicy insurancepolicynumber insurancememberid i94 i94number aliennumber
    alienregistrationnumber residencepermit residencepermitnumber snils снилс inn инн паспорт oib
    jmbg amka rodnecislo rodnéčíslo 주민등록번호 身分證 身分證字號 身份证 身份证号 身份證
    マイナンバー numss personalausweis nip""".split()
)

ENDS_OF_NATIONAL_IDS: Final = frozenset(
    f"{paper}{end}"
    for paper in "ssn social socialsecurity socialsecuritynumber sin nationalid taxid".split()
    for end in "last4 last4digits lastfour lastfourdigits".split()
) | frozenset("last4ssn lastfourssn last4ofssn".split())

CARDS: Final = frozenset(
    """cardnumber cardno card creditcard creditcardnumber debitcard debitcardnumber ccnumber ccnum
    pan primaryaccountnumber paymentcard cardpan kartennummer kreditkarte kreditkartennummer
    numerotarjeta numerocarte numerocartao numerocarta kaartnummer kortnummer nrkarty номеркарты
    卡号 カード番号 카드번호""".split()
)

BANK_ACCOUNTS: Final = frozenset(
    """iban ibannumber bban bankaccount bankaccountnumber bankaccountno routingnumber sortcode
    bankaccountiban kontonummer kontonr bankkonto rekeningnummer numerocuenta cuentabancaria clabe
    cbu rib numerocompte contacorrente nrrachunku numerrachunku hesapno номерсчета
    银行账号 口座番号 계좌번호""".split()
)

ADDRESSES_OF_HOSTS: Final = frozenset(
    """ip ipaddress ipaddr ips clientip remoteip sourceip userip hostip serverip publicip privateip
    remoteaddr remoteaddress ipv4 ipv6 xforwardedfor forwardedfor xrealip cfconnectingip
    trueclientip lastip loginip""".split()
)

HOSTS: Final = frozenset(
    """host hostname hostnames hosts dbhost databasehost server servername upstream node nodename
    machine machinename computername fqdn peer broker""".split()
)

IDS: Final = frozenset(
    """id ids uid uuid guid ulid oid gid pid tid rid cid xid kid serial serialnumber
    reqid traceid corrid msgid messageid ref refs reference references trace span
    traceparent correlation arn urn slug sku handle identifier identifiers requestid jobid number
    no num nr keyid accesskeyid tokenid secretid cookieid passwordid authid apikeyid credentialid
    idempotencykey cachekey partitionkey sortkey primarykey foreignkey objectkey s3key routingkey
    translationkey i18nkey issuekey projectkey dedupkey deduplicationkey rowkey messagekey
    publickeyid keyname secretname tokenname resource entity job request queue batch worker
    instance pod container process thread run build order invoice ticket shipment tracking
    accountsid messagesid callsid servicesid subaccountsid conversationsid bucket region zone
    element selector parent b3 pagetoken nextpagetoken prevpagetoken previouspagetoken nexttoken
    continuationtoken synctoken awb mawb hawb waybill e2e publickeytoken
    uploadsessionid importsessionid checkoutsessionid""".split()
)

CODES: Final = frozenset(
    """code codes errorcode errorcodes statuscode reasoncode resultcode responsecode exitcode
    status errno algorithm alg algo errorclass errortype errorname messagecode
    countrycode currencycode langcode localecode promocode couponcode productcode""".split()
)

TIMES: Final = frozenset(
    """at ts time timestamp timestamps date dates datetime since until expires expiry expiration
    iat exp nbf created updated modified started finished ended occurred completed deleted
    deadline day month year start end lastseen lastlogin when epoch expirydate ttl""".split()
)

VERSIONS: Final = frozenset(
    """version versions ver release build semver appversion firmware sdk tag
    useragent clientversion browserversion osversion section chapter clause""".split()
)

ROUTES: Final = frozenset("route routes path paths endpoint page pathname".split())

DIGESTS: Final = frozenset(
    """sha sha1 sha256 sha512 md5 hash hashes checksum checksums digest digests etag commit
    commitsha gitsha revision rev fingerprint fingerprints thumbprint integrity crc crc32
    contenthash contentmd5 filehash blobhash layer merkleroot treehash head imagedigest""".split()
)

AMOUNTS: Final = frozenset(
    """amount amounts price prices total totals subtotal sum cost costs fee fees tax balance size
    sizes bytes count counts limit limits max min maximum minimum quota usage used remaining current
    available allowed percent percentage rate ratio score duration ms seconds minutes hours days
    weeks latency timing timingms durationms elapsed timeout width height length offset index page
    pages retries attempt attempts position line column lineno port capacity threshold memory cpu
    lat lon lng latitude longitude x y z weight distance temperature lines rows items quantity qty
    filesize maxsize minsize rating level priority weightage windowhours interval delay backoff
    cursor sequence seq progress step steps maxtokens inputtokens outputtokens tokensused""".split()
)

PERSON_KEYS: Final = PEOPLE | frozenset(
    """client person people profile contacts employee member buyer seller shopper subscriber agent
    billing shipping billingdetails cardholder beneficiary student account participant participants
    attendees users customers members employees invitee friend spouse mother father driver dbtr
    cdtr""".split()
)
"""Fields whose object is a person, so that its `name` is one, as with `PEOPLE`."""

NAMES_OF_PEOPLE: Final = NAMES | frozenset(
    f"{person}{form}name"
    for person in PERSON_KEYS - {"account", "profile"}
    for form in ("", "display")
)
