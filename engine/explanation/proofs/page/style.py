"""The style of the page, by day, by night and in print, with that of the drawings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from engine.explanation.proofs.drawing.style import DAY, FONTS, MONOSPACED, NIGHT, Palette, stylesheet


@dataclass(frozen=True, slots=True)
class Ground:
    """What is under the words: the page, a card on it, lines on both; and links."""

    paper: str
    card: str
    line: str
    link: str


BY_DAY = Ground("#faf7f0", "#ffffff", "#dcd5c4", "#0f5c6e")
BY_NIGHT = Ground("#10191d", "#172329", "#2c3c43", "#7cc7d6")

_STYLE = """
*{box-sizing:border-box}
[hidden]{display:none!important}
html{color-scheme:light dark;scroll-padding-top:5.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 FONTS;overflow-wrap:anywhere}
html:lang(ko) body{word-break:keep-all}
.inner{max-width:72rem;margin:0 auto;padding:0 clamp(.9rem,3.5vw,2rem)}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;padding:.5rem 1rem;background:var(--card);z-index:3}
h1,h2,h3,h4{line-height:1.25;margin:0}
h1{font-size:clamp(1.5rem,1.1rem + 2vw,2.2rem);margin:1.6rem 0 .6rem}
h2{font-size:1.35rem;margin:2.4rem 0 .9rem;padding-bottom:.3rem;border-bottom:2px solid var(--line)}
h3{font-size:1.12rem}
h3 a{color:inherit;text-decoration:none}
h3 a:hover{text-decoration:underline}
h4{font-size:1rem;display:inline}
p{margin:.35rem 0}
code{font:.82em/1.5 MONOSPACED;color:var(--faint)}
ul{margin:.35rem 0;padding-left:1.2rem}
.count{color:var(--faint);font-weight:400;font-size:.88em}
.also,.lead{color:var(--faint)}
.lead{max-width:46rem}
.summary{max-width:46rem;font-size:1.1rem}
.facts{display:flex;flex-wrap:wrap;gap:.4rem 1.8rem;margin:1rem 0}
.facts div{display:flex;gap:.5rem;align-items:baseline;min-width:0}
dt{color:var(--faint);font-size:.92rem}
.facts dt{white-space:nowrap}
dd{margin:0}
.facts dd{font-weight:600}
.answers dl{margin:.3rem 0;columns:2 22rem;column-gap:2rem}
.answers dl div{break-inside:avoid;padding:.3rem 0;border-top:1px solid var(--line)}
summary{cursor:pointer;padding:.15rem 0}
.sources>summary,.need>summary,.together>summary,.open>summary,.tree>summary,.drawing>summary,.conflicts>summary{
color:var(--link);font-size:.93rem
}
.contents>summary,.products>summary,.answers>summary,.legend>summary{font-weight:600}
.contents>ul,.products>ul{
list-style:none;padding:0;margin:.3rem 0 1rem;columns:3 17rem;column-gap:2rem;font-size:.93rem
}
.contents ul ul{list-style:none;padding:0 0 .5rem}
.contents .group{break-inside:avoid-column}
.contents .group>a{font-weight:600}
.contents li li,.products li{break-inside:avoid;padding:.1rem 0}
#controls{
position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--line);padding:.55rem 0
}
#controls .inner{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:center}
#controls label{flex:1 1 16rem;min-width:0}
#controls .name{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
input,button{
font:inherit;color:inherit;background:var(--card);border:1px solid var(--faint);border-radius:7px;
padding:.35rem .7rem;min-height:2.4rem
}
input{width:100%}
button{cursor:pointer}
button:hover{border-color:var(--link)}
#found{color:var(--faint);font-size:.9rem;white-space:nowrap}
::highlight(found){background:var(--mark);color:var(--mark-ink)}
.slot{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.9rem 1.1rem;margin:0 0 1rem}
.slot:target{border-color:var(--link)}
.slot>header{display:flex;justify-content:space-between;align-items:flex-start;gap:.8rem}
.picks{color:var(--faint)}
.picks b{color:var(--slot);font-size:1.15rem;margin-right:.4rem}
.badge{
display:inline-flex;align-items:center;gap:.3rem;font-size:.82rem;font-weight:700;line-height:1.3;
padding:.12rem .55rem .12rem .4rem;border-radius:999px;border:1px solid;white-space:nowrap
}
.sign{
width:.95rem;height:.95rem;flex:none;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;
stroke-linejoin:round
}
.verdict{border-top:1px solid var(--line);padding:.45rem 0}
.verdict>summary .badge{vertical-align:middle;margin-right:.25rem}
.sentence{display:block;margin:.2rem 0 0 1.1rem}
.verdict[open]>summary .sentence{display:none}
.inside{margin-left:1.1rem}
.reasons{list-style:none;padding:0;margin:.3rem 0}
.reasons>li{border-left:3px solid var(--for);padding:.05rem 0 .05rem .8rem;margin:.5rem 0 .8rem}
.reasons>li:target,.reasons>li>div:target{background:var(--slot-fill)}
.fallen>li{border-left-style:dashed;border-left-color:var(--against)}
.fallen>li>p:first-child{color:var(--faint)}
.label{font-weight:600}
.fallen p:first-child>.label,.by{color:var(--against)}
.strength{font-size:.8rem;border:1px solid var(--faint);border-radius:4px;padding:0 .35rem;white-space:nowrap}
.rule code{color:var(--link)}
.because,.by{font-size:.94rem}
.sources li{margin:.35rem 0}
cite{font-style:normal;color:var(--faint);font-size:.92rem}
.callout{
border:1px solid var(--warning);border-left-width:4px;border-radius:6px;padding:.3rem .8rem;margin:.5rem 0;
background:var(--warning-fill)
}
.steps{list-style:none;padding-left:.2rem;font-size:.94rem}
.steps .steps{padding-left:1.1rem;border-left:1px solid var(--line);margin:.1rem 0 .3rem .4rem}
.steps li{padding:.1rem 0}
.steps li>.sign{vertical-align:-.12rem;margin-right:.4rem}
.steps .defeated>.sign,.steps .defeated>span{color:var(--against)}
.steps .claim>.sign{color:var(--claim)}
.scroll{overflow:auto;border:1px solid var(--line);border-radius:8px;margin:.4rem 0;max-height:90vh}
.scroll svg{display:block;max-width:none}
.samples{display:flex;flex-wrap:wrap;gap:.4rem 1.1rem;list-style:none;padding:0;font-size:.92rem}
.samples li{display:flex;align-items:center;gap:.4rem}
.ways{display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding-top:1rem;font-size:.93rem}
footer{color:var(--faint);font-size:.9rem;padding:2rem 0 3rem}
@media (max-width:36rem){
.slot{padding:.8rem .75rem}
.inside{margin-left:.3rem}
#controls{position:static}
html{scroll-padding-top:.5rem}
}
@media print{
@page{margin:16mm 14mm}
html{color-scheme:light;font-size:9.5pt}
body{background:#fff;color:#000}
#controls,.skip,.contents,.products,.ways{display:none!important}
details:not(.tree):not(.drawing):not(.together):not(.open)::details-content{content-visibility:visible;height:auto}
.verdict>summary .sentence{display:none}
.tree:not([open]),.drawing:not([open]),.together:not([open]),.open:not([open]),.legend{display:none}
summary{list-style:none}
summary::-webkit-details-marker{display:none}
a,.rule code,.sources>summary,.need>summary{color:inherit;text-decoration:none}
code,.also,.lead,dt,cite,.count,.picks,.fallen>li>p:first-child{color:#333}
.inner{max-width:none;padding:0}
.area{break-before:page}
.area:first-of-type{break-before:auto}
.slot{border-color:#999;background:none}
h2,h3,.slot>header,.picks,.verdict>summary{break-after:avoid}
.sources li,.callout>p,.reasons p{break-inside:avoid}
.sources>summary,.reasons>li>p{break-after:avoid}
.scroll{overflow:visible;max-height:none;border:0}
.scroll svg{max-width:100%;height:auto}
}
"""


@lru_cache
def page_style() -> str:
    """All of it, for one <style>."""
    style = _STYLE.replace("FONTS", FONTS).replace("MONOSPACED", MONOSPACED)
    night = f"@media screen and (prefers-color-scheme:dark){{{_variables(NIGHT, BY_NIGHT)}{_badges(NIGHT)}}}"
    return f"{_variables(DAY, BY_DAY)}{_badges(DAY)}{night}{style}{stylesheet()}"


def _variables(palette: Palette, ground: Ground) -> str:
    tints = palette.tints
    return (
        f":root{{--paper:{ground.paper};--card:{ground.card};--line:{ground.line};--link:{ground.link};--ink:{palette.ink};--faint:{palette.faint};"
        f"--against:{palette.against};--for:{tints['for'].border};--slot:{tints['slot'].word};"
        f"--slot-fill:{tints['slot'].fill};--warning:{tints['warning'].border};--warning-fill:{tints['warning'].fill};"
        f"--claim:{tints['claim'].border};--mark:{tints['warning'].border};--mark-ink:{ground.paper}}}"
    )


def _badges(palette: Palette) -> str:
    return "".join(f".badge.{name}{{color:{tint.word};background:{tint.fill}}}" for name, tint in palette.tints.items())
