"""Two discussions as health educators hold them, for whatever needs believable prose to work on."""

from datetime import UTC, datetime, timedelta

from forums.drafting import Contribution

_TEAM = {"Ngozi Adeyemi", "Lucía Ferrer"}

# number, answered post, author, people who found it of value, text
WRITTEN_OR_SPOKEN = [
    (
        1,
        None,
        "Ngozi Adeyemi",
        4,
        """Dear all,

On our ward most feedback to trainees happens on the last day of a placement, in writing, because \
the form demands it. Several trainees told me that it came too late to be of any use. Should we move \
to short spoken feedback on the day, and keep the written form only as a record? And what would have \
to change for busy supervisors to really do it?

Ngozi""",
    ),
    (
        2,
        1,
        "Henrik Lund",
        7,
        """Hello Ngozi,

We moved to spoken feedback within the same shift two years ago and would not go back. It takes four \
minutes if you ask the trainee first what they noticed themselves. The form is now filled in by the \
trainee, and the supervisor only corrects it.

Best wishes,
Henrik Lund
Simulation lead, Northern Teaching Hospital""",
    ),
    (
        3,
        2,
        "Aisha Rahman",
        3,
        """I disagree that the form can be left to the trainee. In our school the weak trainees wrote glowing \
forms and the supervisors signed them without reading. When one of them later failed, there was \
nothing on paper that showed we had ever said so.""",
    ),
    (
        4,
        3,
        "Henrik Lund",
        2,
        """> In our school the weak trainees wrote glowing forms and the supervisors signed them without \
reading.

Then the signature is the problem, not the pen. We ask the supervisor for one sentence in their own \
words before the form can be sent.""",
    ),
    (
        5,
        4,
        "Aisha Rahman",
        1,
        """One sentence is not evidence. An appeal panel wants dates, what was observed and what was agreed, \
and I still think that only the supervisor can write that.""",
    ),
    (
        6,
        4,
        "Tomasz Wójcik",
        5,
        """We tried the one-sentence rule in pharmacy. After three weeks every sentence was "good progress". \
What helped was a prompt: name one thing you saw today and what it did for the patient.""",
    ),
    (
        7,
        1,
        "Maribel Quispe",
        6,
        """Good morning everyone. In nursing we give feedback at the bedside handover, and the difficulty is \
privacy. A trainee who is corrected in front of the patient hears the shame and not the content. So \
for us "on the day" can only work if there is a door to close.""",
    ),
    (
        8,
        7,
        "Dr. Oluwaseun Bello",
        4,
        """Thank you, Maribel, this is exactly what our students say too. We agreed on a rule: praise may be \
public, correction is always private, and it is announced ("can I tell you one thing I saw, in the \
office, after this?").""",
    ),
    (
        9,
        8,
        "Maribel Quispe",
        1,
        """I like the announcement. But with eleven patients and two nurses there is no office and no after. \
Has anybody made this work on a night shift?""",
    ),
    (10, 7, "Henrik Lund", 0, "+1, privacy first. Thanks Maribel."),
    (
        11,
        1,
        "Joanna Pike",
        8,
        """I want to turn the question around. The four minutes are not the obstacle; supervisors are afraid of \
the trainee's reaction. When we trained supervisors with R2C2, especially the part on exploring \
reactions, the number of same-day conversations doubled without any change to the timetable. We \
wrote it up here: [Same-day feedback after supervisor \
training](https://journals.example.org/same-day-feedback).""",
    ),
    (
        12,
        11,
        "Tomasz Wójcik",
        2,
        """Joanna, how long was the training, and did the effect last? Our workshop gave a nice peak and after \
four months we were back where we started.""",
    ),
    (
        13,
        12,
        "Joanna Pike",
        3,
        """Two half days and then a monthly hour in which supervisors practise on each other's real cases. I \
believe the monthly hour is what keeps it alive. We have eighteen months of figures now and they \
hold.""",
    ),
    (
        14,
        13,
        "Fatou Diallo",
        1,
        """A monthly hour is a luxury. In district hospitals the supervisor is the only doctor on duty, so who \
would cover for that hour?""",
    ),
    (
        15,
        11,
        "Aisha Rahman",
        2,
        """However good the training is, fear is not the whole story. Some of my colleagues are not afraid at \
all, they simply think that feedback is not their job. I doubt that R2C2 reaches them.""",
    ),
    (
        16,
        15,
        "Joanna Pike",
        2,
        """They were the ones who changed most with us, once they had received feedback themselves from a peer. \
I would not write them off.""",
    ),
    (
        17,
        16,
        "Aisha Rahman",
        0,
        """You had volunteers in the room. Ours have to be sent, and people who are sent learn to nod.""",
    ),
    (
        18,
        1,
        "Ngozi Adeyemi",
        0,
        """Let me come back to where we began: which of these would you keep if you could change only one thing \
on your own ward next month?""",
    ),
    (
        19,
        18,
        "Dr. Oluwaseun Bello",
        5,
        """Only one thing: the trainee asks. We gave each of them a card with "What is one thing I should do \
differently tomorrow?", and a supervisor who is asked nearly always answers. It costs nothing and it \
needs no office.""",
    ),
    (
        20,
        19,
        "Fatou Diallo",
        4,
        """The card works for us too. We print it on the back of the badge. What I do not know is whether the \
quiet trainees use it, and they are the ones I worry about.""",
    ),
    (
        21,
        19,
        "Chen Wei",
        1,
        """In my experience asking downwards is hard where rank matters. Students from some of our partner \
schools would never question a senior, card or no card.""",
    ),
    (
        22,
        18,
        "Henrik Lund",
        1,
        """The prompt that Tomasz described. I will try it from Monday and post the first twenty sentences \
here, without names.""",
    ),
    (
        23,
        1,
        "Ines Carvalho",
        2,
        """We have an audio alternative: supervisors leave a one-minute voice note right after the case. \
Trainees listen twice, on average. The guide is at https://tools.example.org/voice-notes and it is \
free to use.""",
    ),
    (
        24,
        23,
        "Aisha Rahman",
        1,
        "Who owns these recordings, and how long are they kept? Ours would have to go through data protection first.",
    ),
]

COMENTARIOS_ESCRITOS = [
    (
        1,
        None,
        "Lucía Ferrer",
        3,
        """Hola a todas y todos:

En nuestro curso de tutores damos la retroalimentación por escrito, al final de cada simulación. ¿Es \
mejor hacerlo delante del grupo o en privado? ¿Y quién debería hablar primero, el residente o el \
tutor?

Un abrazo,
Lucía""",
    ),
    (
        2,
        1,
        "Ramiro Paz",
        5,
        """Hola, Lucía. Nosotros lo hacemos siempre delante del grupo, porque los demás también aprenden del \
error. La condición es que el grupo haya acordado antes las reglas y que nadie interrumpa al \
residente.

Saludos,
Ramiro""",
    ),
    (
        3,
        2,
        "Beatriz Solano",
        6,
        """No estoy de acuerdo. Delante del grupo el residente se defiende y no escucha. Hicimos una encuesta: \
siete de cada diez prefieren hablarlo a solas, y los tímidos casi todos.""",
    ),
    (
        4,
        3,
        "Ramiro Paz",
        2,
        """> siete de cada diez prefieren hablarlo a solas

Lo que se prefiere no es siempre lo que enseña. Nuestros residentes también lo preferían al \
principio y al tercer mes pedían el grupo.""",
    ),
    (
        5,
        4,
        "Beatriz Solano",
        1,
        """Al tercer mes quedaban los que se sienten cómodos. Los otros ya se habían cambiado de turno, y de \
esos nadie habla.""",
    ),
    (
        6,
        1,
        "Dra. Elena Ruiz",
        7,
        """El residente debe hablar primero. Con el modelo de Pendleton empieza diciendo lo que hizo bien, y \
eso baja la tensión para todo lo demás. El tutor que habla primero cierra la conversación.""",
    ),
    (
        7,
        6,
        "Mateo Quiroga",
        3,
        """Sí, pero Pendleton se vuelve una receta. Los residentes dicen "saludé al paciente" y esperan el \
golpe. Yo prefiero preguntar qué les sorprendió.""",
    ),
    (8, 6, "Ramiro Paz", 0, "De acuerdo, doctora. ¡Gracias!"),
    (
        9,
        7,
        "Dra. Elena Ruiz",
        2,
        """Eso pasa cuando el tutor acepta cualquier respuesta. Hay que preguntar por el efecto en el paciente. \
Dejo aquí la guía que usamos: https://guias.example.org/pendleton""",
    ),
    (
        10,
        1,
        "Josefina Mamani",
        4,
        """En las postas rurales no hay grupo ni sala: somos dos. Lo hablamos caminando hacia la casa del \
paciente, y funciona mejor que cualquier formulario. ¿Alguien ha medido si la conversación caminando \
deja algo que se recuerde un mes después?""",
    ),
    (
        11,
        1,
        "Mateo Quiroga",
        1,
        """Voy a preguntar a los residentes de mi hospital qué prefieren y comparto los resultados en dos \
semanas.""",
    ),
    (
        12,
        10,
        "Beatriz Solano",
        2,
        """Me encanta la idea de caminar. Quita la mesa, que es lo que da miedo.""",
    ),
]


def contributions(rows):
    began = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    return [
        Contribution(
            number=number,
            parent=parent,
            author=author,
            author_key=f"user-{author.casefold()}",
            kind="prompt" if number == 1 else "restatement" if author in _TEAM else "contribution",
            markdown=text,
            created_at=began + timedelta(hours=5 * number),
            reactions=reactions,
            is_team=author in _TEAM,
        )
        for number, parent, author, reactions, text in rows
    ]
