"""Questions in German, Portuguese, Spanish and French: told apart, and brought to English words.

No translation: only the words that say what a support question is about, so that it can be compared
with data that is in English. The answer stays in English and says so.
"""

import re
import unicodedata
from typing import Final, Literal

from application.adapters.builtin.question import spelling

Language = Literal["en", "de", "pt", "es", "fr", "unread"]

_WORD: Final = re.compile(r"[a-z]+")
_READ: Final = 2_000

_FUNCTION_WORDS: Final[dict[Language, frozenset[str]]] = {
    "en": frozenset(
        "the my is not can cannot why how what who when i it to of and a in for do does with this "
        "that was are on no was be have has you me an or".split()
    ),
    "de": frozenset(
        "ich nicht der die das und mein meine meinen meinem meiner wie warum kann ist wieder geht "
        "bitte wo wann wer habe hat auf noch ein eine einen kein keine den dem des mit fur wird "
        "werden mehr mir mich es zu wieso weshalb was soll sind funktioniert".split()
    ),
    "pt": frozenset(
        "nao o os um uma meu minha meus minhas por porque que como quando quem onde eu posso com "
        "para esta estao foi tem da do das dos em no na esse este isso consigo funciona mais "
        "devo aconteceu voce ainda e".split()
    ),
    "es": frozenset(
        "el la los las un una mi mis no por que porque como cuando quien donde yo puedo con para "
        "esta estan fue tiene del en se lo al este esto hay mas funciona debo paso todavia y "
        "es".split()
    ),
    "fr": frozenset(
        "le la les un une mon ma mes ne pas pourquoi comment quand qui ou je peux avec pour est "
        "sont ete du des en ce cette il elle plus se dois que sur marche encore et puis".split()
    ),
}

_GLOSSARIES: Final[dict[Language, str]] = {
    "de": "platz=seat platze=seat lizenz=seat ubrig=left noch=still jetzt=now "
    "viele=many viel=much darf=can konn=can profil=profile gerat=device "
    "neu=new geander=changed anderung=changes woche=week monat=month "
    "nicht=not kein=not keine=not keinen=not "
    "nochmal=again nochmals=again erneut=again versuch=try wiederhol=again hochlad=upload "
    "hochgelad=upload hochzulad=upload datei=file dokument=document export=export "
    "exportier=export bericht=report import=import einlad=invite eingelad=invite "
    "hinzufug=add mitglied=member kolleg=colleague benutzer=user zahlung=payment "
    "bezahl=payment karte=card rechnung=invoice kreditkarte=card abgelehnt=declined "
    "zugriff=access zugang=access berechtigung=permission erlaub=permission verweiger=denied "
    "speicher=storage offn=open geoffnet=open gespeichert=save sichern=save fehler=error "
    "fehlgeschlag=failed schlagt=fails scheiter=fails gross=large grenze=limit limit=limit "
    "hoher=higher erhoh=increase verlor=lost geloscht=deleted losch=delete verloren=lost "
    "langsam=slow anmeld=login einlogg=login passwort=password konto=account stimmt=ok "
    "falsch=wrong problem=problem mensch=human mitarbeiter=human dank=thanks hilfe=help "
    "bedeut=mean freigeb=share teilen=share bestell=order liefer=delivery gehalt=salary "
    "geben=give gibt=give lohn=payroll gutschein=coupon plan=plan tarif=plan wieso=why "
    "weshalb=why warum=why wann=when wer=who wie=how soll=should kann=can wo=where welche=which",
    "pt": "vaga=seat resta=left sobra=left agora=now mudou=changed mudanca=changes novo=new "
    "nova=new novidade=new semana=week seguro=safe nao=not novamente=again denovo=again "
    "tentar=try tente=try repetir=again carreg=upload "
    "enviar=upload envio=upload upload=upload subir=upload arquivo=file ficheiro=file "
    "documento=document export=export relatorio=report import=import convid=invite "
    "adicion=add membro=member colega=colleague usuario=user utilizador=user pagamento=payment "
    "pagar=payment cartao=card fatura=invoice recusad=declined acesso=access permiss=permission "
    "negad=denied armazenamento=storage abrir=open salvar=save guardar=save erro=error "
    "falh=failed grande=large limite=limit aument=increase perdi=lost apagad=deleted "
    "apagar=delete lento=slow entrar=login senha=password conta=account errad=wrong "
    "problema=problem pessoa=human humano=human obrigad=thanks ajuda=help signific=mean "
    "compartilh=share partilh=share pedido=order entrega=delivery salario=salary cupom=coupon "
    "dar=give plano=plan porque=why quando=when quem=who como=how devo=should posso=can onde=where "
    "qual=which",
    "es": "plaza=seat asiento=seat queda=left ahora=now cambi=changed "
    "nuevo=new nueva=new novedad=new semana=week seguro=safe segura=safe no=not "
    "nuevamente=again intentar=try reintent=retry repetir=again subir=upload subo=upload "
    "cargar=upload archivo=file fichero=file documento=document export=export informe=report "
    "import=import invit=invite anadir=add agregar=add miembro=member colega=colleague "
    "companero=colleague usuario=user pago=payment pagar=payment tarjeta=card factura=invoice "
    "rechazad=declined acceso=access permiso=permission denegad=denied almacenamiento=storage "
    "abrir=open guardar=save error=error fall=failed grande=large limite=limit aument=increase "
    "perdid=lost borrad=deleted borrar=delete eliminar=delete lento=slow entrar=login "
    "contrasena=password cuenta=account mal=wrong problema=problem persona=human humano=human "
    "gracias=thanks ayuda=help signific=mean compart=share pedido=order entrega=delivery "
    "dar=give nomina=payroll cupon=coupon plan=plan porque=why cuando=when quien=who como=how "
    "debo=should puedo=can donde=where cual=which",
    "fr": "place=seat siege=seat reste=left restant=left maintenant=now puis=can "
    "change=changed nouveaut=new semaine=week mois=month pas=not "
    "nouveau=again reessay=retry essay=try repet=again televers=upload envoyer=upload "
    "charger=upload fichier=file document=document export=export rapport=report import=import "
    "invit=invite ajout=add membre=member collegue=colleague utilisateur=user paiement=payment "
    "payer=payment carte=card facture=invoice refus=declined acces=access autoris=permission "
    "permission=permission stockage=storage ouvrir=open enregistr=save sauvegard=save "
    "erreur=error echou=failed echec=failed grand=large gros=large limite=limit augment=increase "
    "perdu=lost supprim=delete lent=slow connect=login connexion=login passe=password "
    "compte=account probleme=problem personne=human humain=human merci=thanks aide=help "
    "signifi=mean partag=share commande=order livraison=delivery salaire=salary paie=payroll "
    "donner=give coupon=coupon forfait=plan pourquoi=why quand=when qui=who comment=how "
    "dois=should peux=can ou=where quel=which",
}
"""For each language, how words begin that support questions are made of, and the English word."""

_SHORTEST_STEM: Final = 4
"""Beginnings shorter than this are whole words."""

_BEGINNINGS: Final[dict[Language, dict[str, str]]] = {
    language: dict(pair.split("=") for pair in pairs.split())
    for language, pairs in _GLOSSARIES.items()
}
_SAID_TOGETHER: Final[dict[Language, tuple[tuple[str, str], ...]]] = {
    "de": (
        ("noch einmal", "again"),
        ("noch mal", "again"),
        ("was bedeutet", "what does mean"),
        ("zu gross", "too large"),
        ("alles in ordnung", "everything ok"),
        ("wieviel", "wie viel"),
        ("was ist neu", "what is new"),
    ),
    "pt": (
        ("de novo", "again"),
        ("outra vez", "again"),
        ("o que signific", "what does mean"),
        ("por que", "why"),
        ("quantos", "how many"),
        ("quantas", "how many"),
        ("tudo bem", "everything ok"),
    ),
    "es": (
        ("de nuevo", "again"),
        ("otra vez", "again"),
        ("que signific", "what does mean"),
        ("por que", "why"),
        ("cuantos", "how many"),
        ("cuantas", "how many"),
        ("todo bien", "everything ok"),
    ),
    "fr": (
        ("a nouveau", "again"),
        ("mot de passe", "password"),
        ("combien de", "how many"),
        ("tout va bien", "everything ok"),
    ),
}


def folded(text: str) -> str:
    """Lower case, without accents: `Schlägt` is `schlagt`, `groß` is `gross`."""
    text = text.lower()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.replace("\u00df", "ss"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def language(text: str) -> Language:
    """The language of a question, by its function words; English where they do not tell, and
    unread where it is mostly in another script.
    """
    plain = folded(text[:_READ])
    # Latin capitals do not count: they may be those of a code, which is of no language.
    latin = sum(c.isascii() and c.islower() for c in text[:_READ])
    if sum(c.isalpha() and not c.isascii() for c in plain) > latin:
        return "unread"
    found = _WORD.findall(plain)
    counts: dict[Language, int] = {
        name: sum(1 for word in found if word in known or _is_foreign(word, name))
        for name, known in _FUNCTION_WORDS.items()
    }
    best = max(counts, key=lambda name: counts[name])
    # A single word may stand in an English question: "die", "no", "in".
    enough = counts[best] > counts["en"] and (counts[best] > 1 or len(found) <= 2)  # noqa: PLR2004
    return best if enough else "en"


def in_english(text: str) -> str:
    """The words of a question in English as far as they are known, the others left out; a question
    in English, or in none of these languages, as it is but for common misspellings.
    """
    spoken = language(text)
    if spoken in {"en", "unread"}:
        return spelling.righted(text)
    plain = folded(text[:_READ])
    for said, english in _SAID_TOGETHER[spoken]:
        plain = plain.replace(said, english)
    own = _FUNCTION_WORDS[spoken]

    def word(found: re.Match[str]) -> str:
        written = found.group()
        return _english(written, spoken) or (" " if written in own else written)

    return _WORD.sub(word, plain)


def _english(word: str, spoken: Language) -> str | None:
    beginnings = _BEGINNINGS.get(spoken, {})
    for length in range(len(word), 1, -1):
        english = beginnings.get(word[:length])
        if english and (length >= _SHORTEST_STEM or length == len(word)):
            return english
    return None


def _is_foreign(word: str, spoken: Language) -> bool:
    """Whether a glossary knows a word, and it is not much the same in English."""
    english = _english(word, spoken)
    return english is not None and not word.startswith(english[:_SHORTEST_STEM])
