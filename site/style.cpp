// One small style sheet, inline in each page so that a page is one request; and a script without
// which everything can still be read.
#include "site/style.h"

const char* const lessonrun::site::style_css = R"css(
:root{color-scheme:light dark;--ground:#fff;--soft:#f6f7f9;--ink:#1c1f24;--dim:#5b6470;--rule:#dfe3e8;
--accent:#0b57a4;--tint:#e7f0fa;--good:#146c2e;--bad:#a8281e;--k:#8a0f6e;--s:#146c2e;--n:#9a4a00;--f:#0b57a4;--c:#6a737d}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--ground:#14171b;--soft:#1c2026;--ink:#e6e8eb;--dim:#a0a9b4;
--rule:#333a43;--accent:#7db7f2;--tint:#1d2f43;--good:#6fcf8b;--bad:#ff8f85;--k:#e592d2;--s:#86d39a;--n:#f0b072;--f:#7db7f2;--c:#8b949e}}
:root[data-theme=dark]{color-scheme:dark;--ground:#14171b;--soft:#1c2026;--ink:#e6e8eb;--dim:#a0a9b4;--rule:#333a43;
--accent:#7db7f2;--tint:#1d2f43;--good:#6fcf8b;--bad:#ff8f85;--k:#e592d2;--s:#86d39a;--n:#f0b072;--f:#7db7f2;--c:#8b949e}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
html{scroll-padding-top:4.5rem}
body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.6 system-ui,sans-serif;overflow-wrap:break-word}
a{color:var(--accent)}
code,pre{font:14px/1.6 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
:not(pre)>code{background:var(--soft);border-radius:4px;padding:.1em .3em}
pre{margin:0;overflow-x:auto}
:focus-visible{outline:2px solid var(--accent);outline-offset:-2px}
.skip{position:absolute;left:-99em}.skip:focus{left:1rem;top:.5rem;background:var(--ground);z-index:3}
.top{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;padding:.55rem 1.5rem;
background:var(--ground);border-bottom:1px solid var(--rule)}
.top a{font-weight:700;color:inherit;text-decoration:none;margin-right:auto}
button{font:inherit;font-size:14px;color:var(--ink);background:var(--ground);border:1px solid var(--rule);border-radius:6px;
padding:.15rem .65rem;cursor:pointer}
button[aria-pressed=true]{background:var(--tint);color:var(--accent);font-weight:600}
[hidden]{display:none!important}
.group{display:flex}.group button{border-radius:0}.group button:first-child{border-radius:6px 0 0 6px}
.group button:last-child{border-radius:0 6px 6px 0}.group button+button{border-left:0}
.frame{display:grid;grid-template-columns:16rem minmax(0,1fr);max-width:88rem;margin:auto}
nav.menu{padding:1.5rem 1rem 2rem 1.5rem;border-right:1px solid var(--rule);font-size:15px}
.menu details{position:sticky;top:4.5rem;max-height:calc(100vh - 5rem);overflow-y:auto}
.menu summary{color:var(--dim);font-size:13px;font-weight:600;cursor:pointer}
.menu ol{list-style:none;margin:.4rem 0 0;padding:0}.menu li a{display:block;padding:.2rem .5rem;border-radius:6px;color:inherit;text-decoration:none}
.menu a[aria-current]{background:var(--tint);color:var(--accent);font-weight:600}
.menu ol ol{margin:.15rem 0 .4rem .7rem;font-size:14px}.menu ol ol a{color:var(--dim)}
.menu li a:hover{text-decoration:underline}
main{padding:1.5rem 2.5rem 4rem;min-width:0}
main>*{max-width:44rem}main>.card,main>.fold,main>.pages,main>.lessons{max-width:none}
h1{font-size:2.05rem;line-height:1.2;margin:.4rem 0 .6rem}h2{font-size:1.4rem;line-height:1.3;margin:2.6rem 0 .6rem}h3{margin:2rem 0 .5rem}
.verified{font-size:14px;color:var(--dim);margin:0 0 1.6rem}.verified b,.ok{color:var(--good)}
.ok,.note,.label{font-size:13px}.note,.label{color:var(--dim);font-weight:400}
blockquote{margin:1rem 0;padding:.1rem 1rem;border-left:3px solid var(--rule);color:var(--dim)}
img{max-width:100%}
table{border-collapse:collapse}td,th{border:1px solid var(--rule);padding:.3rem .7rem;text-align:left}
.card{border:1px solid var(--rule);border-radius:8px;margin:1rem 0 1.4rem;overflow:clip}
.caption{display:flex;gap:.8rem;align-items:center;background:var(--soft);border-bottom:1px solid var(--rule);padding:.3rem .9rem;
font-size:14px;color:var(--dim);min-height:2.3rem}
.caption>:first-child{margin-right:auto}.caption code{color:var(--ink);background:none}
.caption button{padding:0 .5rem;font-size:13px}
.step{position:relative}
.step:has(details.sql,.out):not(:last-child){border-bottom:1px solid var(--rule)}
.number{position:absolute;left:.6rem;top:.72rem;min-width:1.35rem;height:1.35rem;line-height:1.35rem;border-radius:1rem;text-align:center;
font-size:12px;background:var(--tint);color:var(--accent);text-decoration:none;z-index:1}
.step:target>.number{background:var(--accent);color:var(--ground)}
.panes pre{padding:.7rem 1rem .7rem 4.6rem}
.panes pre.cpp{padding-left:1rem}.step+.step pre{padding-top:.35rem}.step+.step .number{top:.38rem}
.panes.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
.two .cpp{border-left:1px solid var(--rule)}
.why{margin:0;padding:.7rem 1rem;color:var(--dim);font-size:14px}
.line:target{background:var(--tint);box-shadow:-.3rem 0 0 var(--tint),.3rem 0 0 var(--tint)}
.line{position:relative}
.badge{position:absolute;right:100%;margin-right:.5rem;min-width:1.2rem;padding:0 .25rem;border-radius:4px;background:var(--tint);color:var(--accent);
font-size:11px;line-height:1.2rem;text-align:center;text-decoration:none;user-select:none;white-space:nowrap}
.k{color:var(--k)}.s{color:var(--s)}.n{color:var(--n)}.f{color:var(--f)}.c{color:var(--c);font-style:italic}.p{color:var(--accent);font-weight:700}
details.sql{border-top:1px solid var(--rule);font-size:14px}
details.sql summary{padding:.35rem .9rem;cursor:pointer}summary b{color:var(--accent)}summary .ok,summary .note{float:right}
.statements{margin:0;padding:.2rem 1rem .8rem 2.8rem;color:var(--dim);font-size:13px}
.statements li{padding:.35rem 0}.statements li+li{border-top:1px solid var(--rule)}
.statements pre{color:var(--ink)}.statements p{margin:.15rem 0 0}.statements code{font-size:13px}
.out{border-top:1px solid var(--rule);padding:.4rem 1rem .7rem;box-shadow:inset 3px 0 0 var(--rule)}
.raised pre{color:var(--bad)}.raised{box-shadow:inset 3px 0 0 var(--bad)}
.plain pre{padding:.7rem 1rem}
.fold{margin:1rem 0;border:1px solid var(--rule);border-radius:8px}.fold>summary{padding:.45rem .9rem;cursor:pointer;font-weight:600;font-size:15px}
.fold .card{margin:.3rem .8rem .8rem}.goal .out:first-child{border-top:0}
.hint{padding:0 1rem .8rem;white-space:pre-line}
.exercise{border-color:var(--accent)}.exercise .caption>:first-child{color:var(--accent);font-weight:600}.exercise .panes pre{padding-left:1rem}
.pages{display:flex;justify-content:space-between;gap:2rem;border-top:1px solid var(--rule);margin-top:4rem;padding-top:1rem}
.pages span{display:block;font-size:14px;color:var(--dim)}.pages a{text-decoration:none}.pages .next{text-align:right;margin-left:auto}
.lessons{padding:0;list-style:none;counter-reset:l}.lessons li{border-top:1px solid var(--rule);padding:.9rem 0;max-width:44rem}
.lessons a{font-weight:600;font-size:1.1rem;text-decoration:none}.lessons p{margin:.2rem 0;color:var(--dim);font-size:14px}
html[data-lang=python] .two,html[data-lang=cpp] .two{grid-template-columns:minmax(0,1fr)}
html[data-lang=python] .two .cpp,html[data-lang=cpp] .two .python{display:none}html[data-lang=cpp] .two .cpp{border-left:0;padding-left:4.6rem}
@media(max-width:60rem){.frame{display:block}nav.menu{border-right:0;border-bottom:1px solid var(--rule);padding:.7rem 1rem}
.menu details{position:static;max-height:none}.number{left:.25rem}main{padding:1rem 1rem 3rem}h1{font-size:1.75rem}.top{padding:.5rem 1rem;position:static}
.panes.two{grid-template-columns:minmax(0,1fr)}.two .cpp{border-left:0;border-top:1px solid var(--rule)}
.panes pre,html[data-lang=cpp] .two .cpp{padding-left:3.9rem}summary .ok,summary .note{float:none;display:block}html{scroll-padding-top:1rem}}
@media print{.top,.menu,.pages,.copy{display:none!important}.frame{display:block}.card{break-inside:avoid}}
)css";

const char* const lessonrun::site::early_script = R"js(
try{const d=document.documentElement.dataset,s=localStorage;if(s.theme)d.theme=s.theme;
const asked=new URLSearchParams(location.search).get("lang");
const lang=asked||s.lang||(matchMedia("(max-width:60rem)").matches?"python":"");if(lang)d.lang=lang}catch(e){}
)js";

const char* const lessonrun::site::page_script = R"js(
(()=>{const root=document.documentElement,all=(q)=>[...document.querySelectorAll(q)];
const keep=(k,v)=>{try{localStorage[k]=v}catch(e){}};
all("button[hidden],.group[hidden]").forEach(e=>e.hidden=false);
const theme=document.getElementById("theme");
if(theme)theme.onclick=()=>{const dark=root.dataset.theme?root.dataset.theme=="dark":matchMedia("(prefers-color-scheme:dark)").matches;
root.dataset.theme=dark?"light":"dark";keep("theme",root.dataset.theme)};
const sql=document.getElementById("all-sql");
if(sql)sql.onclick=()=>{const open=sql.getAttribute("aria-pressed")!="true";all("details.sql").forEach(d=>d.open=open);sql.setAttribute("aria-pressed",open)};
const langs=all("[data-set-lang]"),show=()=>langs.forEach(b=>b.setAttribute("aria-pressed",b.dataset.setLang==(root.dataset.lang||"both")));
langs.forEach(b=>b.onclick=()=>{root.dataset.lang=b.dataset.setLang;keep("lang",b.dataset.setLang);show()});show();
all(".copy").forEach(b=>b.onclick=async()=>{const code=[...b.closest(".card").querySelectorAll("pre.python")].map(p=>{const c=p.cloneNode(true);
c.querySelectorAll(".badge").forEach(x=>x.remove());return c.textContent}).join("\n");
try{await navigator.clipboard.writeText(code);b.textContent="Copied";setTimeout(()=>b.textContent="Copy",1500)}catch(e){b.textContent="Not allowed"}});
const reach=()=>{const t=location.hash&&document.getElementById(location.hash.slice(1));if(t&&t.matches("details"))t.open=true};
addEventListener("hashchange",reach);reach();
addEventListener("beforeprint",()=>all("details").forEach(d=>d.open=true))})();
)js";
