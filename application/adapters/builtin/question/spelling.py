"""Common misspellings of the words by which a question is told, brought right."""

import re
from typing import Final

_PAIRS: Final = (
    "happend=happened happned=happened hapened=happened occured=occurred wich=which "
    "whcih=which wehn=when whne=when wen=when waht=what wat=what hwo=how realy=really "
    "recieve=receive recieved=received becuase=because becasue=because cuz=because "
    "untill=until thier=their teh=the dosnt=doesnt doesent=doesnt dosent=doesnt didnot=didnt "
    "didt=didnt cnat=cant wokring=working wroking=working workin=working stoped=stopped "
    "adress=address acount=account accout=account pasword=password passwort=password "
    "chnage=change cahnge=change cancle=cancel cancell=cancel refun=refund refudn=refund "
    "invioce=invoice payed=paid sombody=somebody somone=someone avaliable=available "
    "seperate=separate succesful=successful sucessful=successful tommorow=tomorrow "
    "tommorrow=tomorrow tomorow=tomorrow yesturday=yesterday brocken=broken erorr=error "
    "eror=error uplaod=upload downlaod=download exprot=export improt=import nite=night "
    "thru=through shud=should wud=would plz=please thnks=thanks tahnks=thanks thansk=thanks"
)
_MEANT: Final = {
    misspelt: meant for misspelt, _, meant in (pair.partition("=") for pair in _PAIRS.split())
}
_WORD: Final = re.compile(r"(?<![\w.:/-])[a-z]{1,10}(?![\w.:/-])", re.IGNORECASE)


def righted(text: str) -> str:
    """A text with words that are often misspelt put right; names and addresses stay."""
    return _WORD.sub(lambda word: _MEANT.get(word[0].lower(), word[0]), text)
