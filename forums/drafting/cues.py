"""Words that hint, in the languages of the interface (English, Spanish, Portuguese, French).

They only add to what the structure of the discussion says; a discussion in another language is
drafted without them.
"""

import re


def _starting(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\W*(?:" + "|".join(alternatives) + r")\b", re.IGNORECASE)


def _anywhere(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")\b", re.IGNORECASE)


COURTESY = _starting(
    r"(?:many |a big |so )?thanks|thank you|welcome|hi|hello|dear|sorry|cheers|congratulations"
    r"|oops|good (?:morning|afternoon|evening|question|point)|great (?:question|point|post|idea)"
    r"|nice|happy (?:to|hacking)"
    r"|(?:(?:i['’]?m|we['’]?re|i am|we are) (?:so |very |really )?)?(?:glad|delighted|pleased)"
    r"|it'?s (?:funny|good to hear)|that'?s (?:great|very interesting)|what a",
    r"(?:muchas |mil )?gracias|hola|bienvenid[oa]s?|buen[oa]s? (?:días|tardes|noches|pregunta|punto)"
    r"|saludos|un (?:abrazo|saludo)|felicidades|felicitaciones|qué (?:buen[oa]|interesante)|estimad[oa]s?",
    r"(?:muito )?obrigad[oa]s?|olá|oi|bem-vind[oa]s?|bom dia|boa (?:tarde|noite|pergunta)|abraços?|parabéns",
    r"(?:un grand )?merci|bonjour|bonsoir|salut|bienvenue|cordialement|félicitations|bonne question|chers|chères",
)

AGREEMENT = _starting(
    r"yes|yeah|yep|sure|agreed|i (?:fully |completely |totally |also |strongly )?agree|exactly|same here|me too"
    r"|(?:that'?s |quite )?right|absolutely|of course",
    r"sí|claro|(?:totalmente |muy )?de acuerdo|estoy (?:totalmente |muy |completamente )?de acuerdo|coincido|exacto"
    r"|a mí también|comparto",
    r"sim|concordo|exat[oa]|isso mesmo|com certeza|eu também",
    r"oui|(?:tout à fait )?d'accord|je suis (?:tout à fait |entièrement )?d'accord|exactement|moi aussi|tout à fait",
)

# That something does not work is a report, as of a link or a recording, and no view of its own.
OBJECTION = _anywhere(
    r"disagree|(?:do not|don'?t|don’t|cannot|can'?t|can’t) (?:quite |fully |really )?"
    r"(?:agree|think|like|believe|share|accept|recommend|support)"
    r"|(?:not|un)(?: so| really| at all)? ?convinced|not (?:so|too) sure|i'?m not sure (?:that|about|this|it)"
    r"|(?:that is|that'?s|this is|it is|it'?s) not (?:true|right|fair|my experience|enough)|would(?:n['’]t| not) go"
    r"|would rather|i['’]d rather|on the contrary|i see (?:it|this|that) differently|misses the point|my worry"
    r"|the opposite|push back|does(?:n['’]t| not) (?:help|hold|follow)",
    r"no estoy (?:muy |tan |del todo |nada )?(?:de acuerdo|segur[oa]|convencid[oa])"
    r"|no (?:creo|me gusta|comparto|me convence)|discrepo|difiero|al contrario|me preocupa"
    r"|yo no (?:lo )?(?:haría|veo|diría)|lo veo (?:distinto|diferente)",
    r"discordo|não (?:concordo|acho|acredito|me convence)|pelo contrário|me preocupo|tenho dúvidas",
    r"pas d['’]accord|je ne (?:suis pas|pense pas|crois pas|partage pas)|au contraire|m['’]inquiète",
)

CONTRAST = _starting(
    r"but|however|although|though|yet|still|on the other hand|except|instead|unfortunately|no|nope|not",
    r"pero|sin embargo|aunque|en cambio|por otro lado|no obstante",
    r"mas|porém|contudo|no entanto|embora|por outro lado|não",
    r"mais|cependant|pourtant|toutefois|en revanche|par contre|non",
)

ANNOUNCEMENT = _anywhere(
    r"(?:i|we)(?:['’]ll| will|['’]m going to| am going to| are going to| plan to)(?: \w+){0,2}? "
    r"(?:post|share|send|upload|report|ask|check|write|bring|try|drop|look|find|come back|get back|let you know"
    r"|follow up|add|prepare|draft|organi[sz]e|set up|put together|invite|test|measure|collect)",
    r"(?:voy|vamos) a (?:compartir|enviar|subir|preguntar|probar|intentar|traer|buscar|escribir|preparar"
    r"|organizar|medir|revisar)"
    r"|(?:compartir|enviar|subir|preguntar|probar|intentar|buscar|escribir|preparar|organizar)(?:é|emos)"
    r"|(?:traer|volver)(?:é|emos)",
    r"(?:vou|vamos) (?:compartilhar|partilhar|enviar|postar|perguntar|testar|tentar|trazer|procurar|escrever"
    r"|preparar|organizar)",
    r"(?:je vais|nous allons|on va) (?:partager|envoyer|publier|poster|demander|essayer|tester|apporter"
    r"|chercher|écrire|préparer|organiser)|je (?:vous )?(?:partagerai|enverrai|posterai|demanderai|essaierai)",
)
