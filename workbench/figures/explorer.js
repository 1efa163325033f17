function e(e,t={},...n){let r=document.createElement(e);t.class!==void 0&&(r.className=t.class);for(let[e,n]of Object.entries(t.attributes??{}))r.setAttribute(e,n);return r.append(...n),r}let t=null;function n(e,n={},...r){t??=new DOMParser().parseFromString(`<svg></svg>`,`text/html`).body.firstElementChild.namespaceURI;let i=document.createElementNS(t,e);for(let[e,t]of Object.entries(n))i.setAttribute(e,t);return i.append(...r),i}function r(e,t){e.textContent!==t&&(e.textContent=t)}function i(e,t){return e.replace(/\{(\w+)\}/g,(e,n)=>t[n]??e)}function a(e,t,n){if(Number.isNaN(e))return n[`number.none`]??``;let r=100*e,i=t===0?r*2:r*4,a=Number.isInteger(i)&&!Number.isInteger(i/2),o=10**t,c=Math.floor(r*o);return s((a?(c+c%2)/o:r).toFixed(t),n)}function o(e,t){return s(String(e),t)}function s(e,t){let[n=``,r]=e.split(`.`),i=n.replace(/\B(?=(\d{3})+$)/g,t[`number.thousands`]??``);return r===void 0?i:`${i}${t[`number.point`]}${r}`}const c=[.05,.1,.2,.5,1];function l(e,t){return`${Number((100*e/t).toFixed(3))}%`}function u(t){let{texts:n}=t,a=e(`caption`),o=Array.from({length:6},()=>e(`span`)),s=t.groups.map((e,n)=>m(t,e,t.compared[n]===!0)),c=(t,...r)=>e(`th`,{class:t,attributes:{scope:`col`,role:`columnheader`}},e(`span`,{class:`column`},n[`column.${t}`]??``),...r),l=e(`span`,{class:`ticks`,attributes:{"aria-hidden":`true`}},...o),u=e(`table`,{attributes:{role:`table`}},a,e(`thead`,{attributes:{role:`rowgroup`}},e(`tr`,{attributes:{role:`row`}},c(`group`),c(`plot`,l),c(`rate`),c(`interval`),c(`people`))),e(`tbody`,{attributes:{role:`rowgroup`}},...s.map(e=>e.element))),p=e(`p`,{class:`key`});return{element:e(`div`,{class:`chart`},u,p),update:e=>{let c=d([...e.rates,...e.audited]),{title:l,meaning:u}=e.metric;r(a,i(n.table??``,{metric:l,meaning:u,attribute:t.attribute})),o.forEach((e,t)=>r(e,String(Number((100*c*t/5).toFixed(1)))));let m=f(t,e);s.forEach((t,n)=>{let[r,i]=[e.rates[n],e.audited[n]];r!==void 0&&i!==void 0&&t.update(r,i,m,c)}),p.replaceChildren(..._(t,m!==null))}}}function d(e){let t=Math.max(...e.map(e=>e.high).filter(e=>!Number.isNaN(e)),0);return c.find(e=>t<=e)??1}function f(e,{claim:t,rates:n}){if(t===void 0)return null;let r=n.filter((n,r)=>e.compared[r]&&!t.leave_out.includes(r)&&n.n>0),i=r.map(e=>e.value),[a,o]=[Math.min(...i),Math.max(...i)],s=t.comparison===`overall`?p(r,e=>e.k)/p(r,e=>e.n):n[t.reference??-1]?.value??NaN,{tolerance:c}=t,l=t.comparison===`extremes`,[u,d]=t.scale===`ratio`?l?[o*c,o]:[s*c,s/c]:l?[(a+o-c)/2,(a+o+c)/2]:[s-c,s+c];return Number.isFinite(u)&&Number.isFinite(d)?[Math.max(0,u),Math.min(1,d)]:null}function p(e,t){return e.reduce((e,n)=>e+t(n),0)}function m(t,n,s){let{texts:c}=t,l=t=>e(`td`,{class:t,attributes:{role:`cell`,"data-label":c[`column.${t}`]??``}}),[u,d,f]=[l(`rate`),l(`interval`),l(`people`)],p=h();return{element:e(`tr`,{class:s?``:`aside`,attributes:{role:`row`}},e(`th`,{class:`group`,attributes:{scope:`row`,role:`rowheader`}},n),e(`td`,{class:`plot`,attributes:{role:`cell`}},p.element),u,d,f),update:(e,n,s,l)=>{p.update(e,n,s,l);let[m,h,g]=[e.value,e.low,e.high].map(e=>a(e,t.decimals,c));r(u,m),r(d,Number.isNaN(e.low)?m:i(c.interval??``,{low:h,high:g})),r(f,o(e.n,c))}}}function h(){let e=Array.from({length:6},(e,t)=>{let r=l(t,5);return n(`line`,{class:`grid`,x1:r,x2:r,y1:`0`,y2:`100%`})}),t=n(`rect`,{class:`band`,y:`0`,height:`100%`}),r=n(`line`,{class:`interval`,y1:`50%`,y2:`50%`}),i=[0,1].map(()=>n(`circle`,{class:`end`,cy:`50%`,r:`2`})),a=n(`circle`,{class:`ring`,cy:`50%`,r:`5`}),o=n(`circle`,{class:`dot`,cy:`50%`,r:`5`});return{element:n(`svg`,{"aria-hidden":`true`,focusable:`false`},t,...e,a,r,...i,o),update:(e,n,s,c)=>{g(t,s!==null,{x:l(s?.[0]??0,c),width:l(Math.min(s?.[1]??0,c)-Math.min(s?.[0]??0,c),c)});let u=e.n>0;g(r,u,{x1:l(e.low,c),x2:l(e.high,c)}),g(o,u,{cx:l(e.value,c)}),[e.low,e.high].forEach((e,t)=>g(i[t],u,{cx:l(e,c)})),g(a,n.n>0,{cx:l(n.value,c)})}}}function g(e,t,n){if(e.style.visibility=t?`visible`:`hidden`,t)for(let[t,r]of Object.entries(n))e.setAttribute(t,r)}function _({texts:t,threshold:r},i){let a=(t,r)=>e(`span`,{},n(`svg`,{"aria-hidden":`true`,class:`mark`},t),r),o=e=>n(`circle`,{class:e,cx:`50%`,cy:`50%`,r:`5`}),s=[a(o(`dot`),t[`key.now`]??``)];if(r!==null&&s.push(a(o(`ring`),t[`key.audited`]??``)),i){let e=n(`rect`,{class:`band`,width:`100%`,height:`100%`});s.push(a(e,t[`key.limit`]??``))}return s}const v=[0,1,2];function y(e,t,n,r=v){return r.reduce((r,i)=>r+(e.at_or_above[t]?.[i]?.[n]??0),0)}function b(e,t){let[n,r]=[0,0];return t.forEach((t,i)=>{n+=y(e,i,t,[0]),r+=(e.scored[i]?.[1]??0)-y(e,i,t,[1])}),[n,r]}function x(e,t,n){let r=e.scored.reduce((e,[t=0,n=0])=>e+t+n,0);return S(b(e,t),n)/r}function S([e,t],n){return n[0]*e+n[1]*t}function C(e,t){return t.reduce((t,n,r)=>t+y(e,r,n),0)}function w(e,t){return T(e).find(n=>C(e,e.groups.map(()=>n))<=t)??e.edges.length-1}function ee(e,t,n){if(t===`capacity`){let t=n.capacity===null?null:w(e,n.capacity);return t===null?null:e.groups.map(()=>t)}return t===`cost`?n.each?ne(e,n):te(e,n):re(e,t===`selection`?v:[1],n)}function T({edges:e}){return e.map((e,t)=>t)}function te(e,{costs:t,capacity:n}){let r=t=>e.groups.map(()=>t),[i,a]=[e.edges.length-1,1/0];for(let o=w(e,n??1/0);o<e.edges.length;o++){let n=S(b(e,r(o)),t);n<=a&&([i,a]=[o,n])}return r(i)}function ne(e,t){let{costs:n,places:r,capacity:i}=t,a=t=>e.groups.map((i,a)=>{if(!e.compared[a])return r[a]??e.start;let[o,s]=[0,1/0];for(let r of T(e)){let i=(e.scored[a]?.[1]??0)-y(e,a,r,[1]),c=S([y(e,a,r,[0]),i],n)+t*y(e,a,r);c<=s&&([o,s]=[r,c])}return o}),o=t=>C(e,t)<=(i??1/0),s=a(0);if(o(s))return s;let c=e.scored.flat().reduce((e,t)=>e+t,0),[l,u]=[0,(n[0]+n[1])*c+1];for(s=a(u);u-l>1e-9*(1+u);){let e=(l+u)/2,t=a(e);o(t)?[u,s]=[e,t]:l=e}return s}function re(e,t,{places:n,capacity:r}){let i=e.groups.flatMap((n,r)=>e.compared[r]&&E(e,r,t)>0?[r]:[]);if(i.length<2)return null;let a=new Map(i.map(n=>[n,E(e,n,t)])),o=(n,r)=>y(e,n,r,t)/(a.get(n)??0),s=t=>e.groups.map((r,i)=>a.has(i)?t(i):n[i]??e.start),c=T(e),l=e=>i.reduce((t,n)=>t+e(n),0),u=l(r=>y(e,r,n[r]??e.start,t))/l(e=>a.get(e)??0),d=t=>C(e,t)<=(r??1/0),f=s(e=>{let[t,n]=[0,1/0];for(let r of c){let i=Math.abs(o(e,r)-u);i<=n&&([t,n]=[r,i])}return t});if(d(f))return f;let p=e=>s(t=>c.find(n=>o(t,n)<=e)??c.length-1),m=[...new Set(i.flatMap(e=>c.map(t=>o(e,t))))].filter(e=>e<=u).sort((e,t)=>e-t),[h,g]=[0,m.length];for(;h<g;){let e=h+g>>1;d(p(m[e]??0))?h=e+1:g=e}return p(m[Math.max(0,h-1)]??0)}function E(e,t,n){return n.reduce((n,r)=>n+(e.scored[t]?.[r]??0),0)}let ie=0;function ae(t,n,s){let{texts:c}=t,l=t.scored.flat().reduce((e,t)=>e+t,0),u=[1,1],d=(e,t)=>D(t??``,``,c[`cost.problem`]??``,`any`,t=>t===null||!(t>0)?!1:(s({costs:e===0?[t,u[1]]:[u[0],t]}),!0)),[f,p]=[d(0,c[`cost.favourable`]),d(1,c[`cost.unfavourable`])],m=o(l,c),h=D(c.capacity??``,i(c[`capacity.of`]??``,{people:m}),i(c[`capacity.problem`]??``,{people:m}),`1`,e=>e!==null&&!(Number.isInteger(e)&&e>0&&e<=l)?!1:(s({capacity:e}),!0)),g=e(`p`,{class:`quiet`}),_=oe(t);return{element:e(`details`,{},e(`summary`,{},(n?c.costs:c[`costs.capacity`])??``),e(`div`,{class:`fields`},...n?[f.element,p.element]:[],h.element),...n?[g,_.element]:[]),show:(e,o)=>{if(u=e.costs,f.show(u[0]),p.show(u[1]),h.show(e.capacity),n){let n=t.groups.map(()=>t.start),s=e=>a(x(t,e,u),t.decimals,c),l=t.threshold===null?c[`cost.now`]:c[`cost.audited`];r(g,i(l??``,{now:s(o),audited:s(n)})),_.show(e,o)}}}}function D(t,n,i,a,o){let s=`wb-cost-${++ie}`,c=e(`input`,{attributes:{type:`number`,id:s,min:`0`,step:a}}),l=e(`span`,{class:`problem`,attributes:{id:`${s}-problem`,role:`alert`}}),u=e=>{r(l,e),e===``?c.removeAttribute(`aria-invalid`):c.setAttribute(`aria-invalid`,`true`)};return c.setAttribute(`aria-describedby`,l.id),c.addEventListener(`change`,()=>{let e=c.value===``?null:Number(c.value);u(c.validity?.badInput===!0||!o(e)?i:``)}),{element:e(`div`,{class:`field`},e(`label`,{attributes:{for:s}},t),e(`span`,{class:`typed`},c,n),l),show:e=>{c.value=e===null?``:String(e),u(``)}}}function oe(t){let{texts:o}=t,s=t.edges.length-1,c=n(`polyline`,{class:`cost`,"vector-effect":`non-scaling-stroke`}),u=n(`svg`,{viewBox:`0 0 ${s} 100`,preserveAspectRatio:`none`},c),d=n(`rect`,{class:`over`,x:`0`,y:`0`,height:`100%`}),f=n(`circle`,{class:`dot`,r:`5`}),p=n(`circle`,{class:`ring`,r:`5`}),m=e(`figcaption`,{class:`quiet`}),h=``,g=[],_=(e,t)=>{e.setAttribute(`cx`,l(t,s)),e.setAttribute(`cy`,`${g[t]??100}%`)},v=({costs:e,capacity:n})=>{let u=t.edges.map((n,r)=>x(t,t.groups.map(()=>r),e)),[f,h]=[Math.min(...u),Math.max(...u)];g=u.map(e=>92-84*(e-f)/(h-f||1)),c.setAttribute(`points`,g.map((e,t)=>`${t},${e}`).join(` `));let v=n===null?0:w(t,n);d.setAttribute(`width`,l(v,s));let y=u.lastIndexOf(f);_(p,y);let b=i(o[`cost.least`]??``,{least:a(f,t.decimals,o),threshold:t.edge_labels[y]??``});r(m,[b,...v>0?[o[`cost.over`]??``]:[]].join(` `))},y=e(`figure`,{class:`curve`},n(`svg`,{"aria-hidden":`true`,focusable:`false`},d,u,p,f),m);return{element:y,show:(e,t)=>{y.hidden=e.each;let n=JSON.stringify([e.costs,e.capacity]);n!==h&&(h=n,v(e)),_(f,t[0]??0)}}}function O({scored:e}){return e.some(([e=0,t=0])=>e+t>0)}function se({texts:e},t,n){let[r,a]=[0,0];for(let[e=0,n=0,i=0,o=0,s=0,c=0]of t)r+=n+o+c,a+=e+n+i+o+s+c;let s=i(e[`slider.favoured`]??``,{count:o(r,e),people:o(a,e)});return n===null?s:s+i((r>n?e[`room.over`]:e[`room.left`])??``,{count:o(Math.abs(n-r),e)})}function ce(t,n,i){let{texts:a}=t,o=e(`p`,{class:`quiet`,attributes:{role:`status`}}),s=null,c=O(t)?[`selection`,`opportunity`,`cost`,`capacity`]:[`selection`,`capacity`],l=c.map(c=>{let l=e(`button`,{attributes:{type:`button`}},a[`preset.${c}`]??``);return l.addEventListener(`click`,()=>{let{each:e,costs:l,capacity:u}=n.now,d=ee(t,c,{each:e,costs:l,capacity:u,places:n.places});if(d!==null){let r=c===`capacity`||c===`cost`&&!e;n.choose(r?{each:!1,one:d[0]??t.start}:{each:!0,own:d})}s=n.now,i(c),r(o,(d===null?a[`preset.none`]:a[`preset.${c}.why`])??``)}),l});return{element:e(`div`,{class:`goals`,attributes:{role:`group`,"aria-label":a.presets??``}},e(`span`,{class:`quiet`,attributes:{"aria-hidden":`true`}},a.presets??``),...l,o),show:e=>{c.forEach((t,n)=>{l[n].hidden=t===`capacity`&&e.capacity===null}),e!==s&&r(o,``)}}}function le(t,n,i,a){let{texts:o}=t,s=A(t,o.slider??``,t.start),c=t.groups.map(e=>A(t,e,t.start)),l=ue(t),u=e(`p`,{class:`caution`},e(`strong`,{},o.caution??``),` ${o[`caution.why`]}`),d=e(`div`,{attributes:{"aria-live":`polite`}}),f=e(`fieldset`,{class:`each`},e(`legend`,{},o[`slider.each`]??``),...c.map(e=>e.element)),p=e(`p`,{class:`quiet favoured`}),m=ce(t,n,e=>{h.element.open||=e===`cost`,a(e)}),h=ae(t,O(t),e=>{n.choose(e),a()}),g=v(o.undo??``,()=>n.undo()),_=v(o.reset??``,()=>n.reset());function v(t,n){let r=e(`button`,{attributes:{type:`button`}},t);return r.addEventListener(`click`,()=>{n(),a()}),r}return s.follow(e=>i(n.places.map(()=>e)),e=>{n.moveOne(e),a()}),c.forEach((e,t)=>e.follow(e=>i(n.places.map((n,r)=>r===t?e:n)),e=>{n.moveOwn(t,e),a()})),l.follow(e=>{n.chooseEach(e),a()}),{element:e(`div`,{class:`controls`},l.element,d,s.element,f,p,e(`div`,{class:`buttons`},g,_),m.element,h.element),tell:(e,i)=>{r(p,se(t,i,n.now.capacity)),h.show(n.now,e)},show:()=>{let{now:e}=n;l.show(e.each),e.each!==(u.parentElement===d)&&d.replaceChildren(...e.each?[u]:[]),s.element.hidden=e.each,f.hidden=!e.each,s.show(e.one),c.forEach((n,r)=>n.show(e.own[r]??t.start)),m.show(e),g.setAttribute(`aria-disabled`,String(!n.canUndo)),_.setAttribute(`aria-disabled`,String(!n.canReset))}}}let k=0;function A(t,n,a){let o=`wb-threshold-${++k}`,s=t.edges.length-1,c=e(`input`,{attributes:{type:`range`,id:o,min:`0`,max:String(s),step:`1`,value:String(a)}}),l=e(`output`,{attributes:{for:o,"aria-live":`polite`}}),u=e=>t.edge_labels[e]??``,d=e(`div`,{class:`name`},e(`label`,{attributes:{for:o}},n),l),f=e(`div`,{class:`ends`,attributes:{"aria-hidden":`true`}},e(`span`,{},u(0)),e(`span`,{},u(s)));if(t.threshold!==null){let n=i(t.texts[`slider.audited`]??``,{threshold:u(t.start)});d.insertBefore(e(`span`,{class:`audited`},n),l);let r=e(`span`,{class:`tick`});r.style.left=`calc(8px + (100% - 16px) * ${t.start/s})`,f.append(r)}let p=e=>{c.value=String(e),c.setAttribute(`aria-valuetext`,u(e)),r(l,u(e))};return{element:e(`div`,{class:`slider`},d,c,f),show:p,follow:(e,t)=>{c.addEventListener(`input`,()=>{p(Number(c.value)),e(Number(c.value))}),c.addEventListener(`change`,()=>t(Number(c.value)))}}}function ue({texts:t}){let n=`wb-mode-${++k}`,r=t=>{let r=e(`input`,{attributes:{type:`radio`,name:n}});return{input:r,label:e(`label`,{class:`choice`},r,t)}},i=r(t[`mode.one`]??``),a=r(t[`mode.each`]??``);return{element:e(`fieldset`,{class:`mode`},e(`legend`,{},t.mode??``),i.label,a.label),show:e=>{i.input.checked=!e,a.input.checked=e},follow:e=>{i.input.addEventListener(`change`,()=>e(!1)),a.input.addEventListener(`change`,()=>e(!0))}}}function de(e){let t=e;if(t?.schema!==`workbench.explorer/1`)throw TypeError(`Expected data of the schema workbench.explorer/1.`);return t}const fe=[.9999999999999971,57.15623566586292,-59.59796035547549,14.136097974741746,-.4919138160976202,3399464998481189e-20,4652362892704858e-20,-9837447530487956e-20,.0001580887032249125,-.00021026444172410488,.00021743961811521265,-.0001643181065367639,8441822398385275e-20,-26190838401581408e-21,36899182659531625e-22],j=1e-300,M=2**-53;function N(e){let t=fe.reduce((t,n,r)=>t+n/(r===0?1:e+r)),n=e+5.2421875;return(e+.5)*Math.log(n)-n+Math.log(2.5066282746310007*t/e)}function P(e,t,n){let r=e=>Math.abs(e)<j?j:e,i=1,a=1/r(1-(t+n)*e/(t+1)),o=a;for(let s=1;s<=1e5;s++){let c=s*(n-s)*e/((t+2*s-1)*(t+2*s));a=1/r(1+c*a),i=r(1+c/i),o*=a*i;let l=-(t+s)*(t+n+s)*e/((t+2*s)*(t+2*s+1));if(a=1/r(1+l*a),i=r(1+l/i),o*=a*i,Math.abs(a*i-1)<M*2)break}return o}function F(e,t,n,r){let i=N(t)+N(n)-N(t+n),[a,o,s]=[0,1,1],c=r>0&&r<1?r:t/(t+n);for(let r=0;r<200;r++){let r=Math.exp(t*Math.log(c)+n*Math.log1p(-c)-i),l=c<(t+1)/(t+n+2)?r*P(c,t,n)/t:1-r*P(1-c,n,t)/n;l>e?o=c:a=c;let u=r/(c*(1-c)),d=(l-e)/u,f=(t-1)/c-(n-1)/(1-c),p=d/(1-.5*Math.max(-1,Math.min(1,d*f)));if(Math.abs(p)<1e-9*c&&Math.abs(p)>Math.abs(s)/2||Math.abs(p)<=2*M*c)break;s=p;let m=c-p;m>=a&&m<=o||(m=(a+o)/2),c=m}return c}function I({k:e,n:t},n){let r=e/t,i=r+n*n/(2*t),a=n*Math.sqrt(r*(1-r)/t+n*n/(4*t*t)),o=1+n*n/t;return{low:e===0&&t>0?0:(i-a)/o,high:e===t&&t>0?1:(i+a)/o}}function pe({k:e,n:t},{z:n,tail:r}){if(t<=0)return{low:NaN,high:NaN};let i=I({k:e,n:t},n);return{low:e<=0?0:F(r,e,t-e+1,i.low),high:e>=t?1:1-F(r,t-e,e+1,1-i.high)}}function L(e,t,n,r){return Math.min(e.n*n,e.n*(1-n))<r?pe(e,t):I(e,t.z)}function R(e,t,n,r){return{low:e-n-V(e-t.low,r.high-n),high:e-n+V(t.high-e,n-r.low)}}function z({k:e,n:t},n){return{value:Math.log(e===0?.5/(t+1):e/t),limits:{low:e===0?-1/0:Math.log(n.low),high:Math.log(n.high)}}}function B(e,t,n,r){let[i,a]=[z(e,t),z(n,r)],{low:o,high:s}=R(i.value,i.limits,a.value,a.limits);return{low:e.k===0?0:Math.exp(o),high:n.k===0?1/0:Math.exp(s)}}function V(e,t){return Math.sqrt(e*e+t*t)}function H(e,t){return e.scored.map((n,r)=>{let i=t[r]??e.start;return n.flatMap((t,n)=>{let a=e.at_or_above[r]?.[n]?.[i]??0;return[t-a,a]})})}function U(e,t){return{k:G(e.counted,t),n:G(e.out_of,t)}}function me(e,t){let[n,r]=[0,0];return e.forEach((e,i)=>{t[i]&&(n+=e.k,r+=e.n)}),n/r}function W(e,t,n){let r=n.map(e=>U(t,e)),i=me(r,e.compared);return r.map(t=>({...t,value:t.k/t.n,...L(t,e.c_in,i,e.small_count)}))}function he(e){let t=G([0,1,2,3],e),n=n=>(e[n]??0)/t;return[n(3),n(1),n(2),n(0)]}function G(e,t){return e.reduce((e,n)=>e+(t[n]??0),0)}var ge=class{constructor(e,t,n={}){this._past=[{each:!1,one:e,own:Array(t).fill(e),costs:[1,1],capacity:null,...n}]}get now(){return this._past[this._past.length-1]}get places(){let{each:e,one:t,own:n}=this.now;return e?n:n.map(()=>t)}get canUndo(){return this._past.length>1}get canReset(){return JSON.stringify(this.now)!==JSON.stringify(this._past[0])}choose(e){let t={...this.now,...e};JSON.stringify(t)!==JSON.stringify(this.now)&&this._past.push(t)}chooseEach(e){let{one:t,own:n}=this.now;this.choose(e?{each:e,own:n.map(()=>t)}:{each:e})}moveOne(e){this.choose({one:e})}moveOwn(e,t){this.choose({own:this.now.own.map((n,r)=>r===e?t:n)})}undo(){this.canUndo&&this._past.pop()}reset(){this.choose(this._past[0])}_past};function _e(e){let t=()=>e.toggleAttribute(`data-dark`,ve(getComputedStyle(e).color)),n=window.matchMedia(`(prefers-color-scheme: dark)`),r=new MutationObserver(t);r.observe(document.body,{attributes:!0}),n.addEventListener(`change`,t);let i=`ResizeObserver`in window?new ResizeObserver(t):null;return i?.observe(e),t(),()=>{i?.disconnect(),r.disconnect(),n.removeEventListener(`change`,t)}}function ve(e){let[t=0,n=0,r=0]=(e.match(/[\d.]+/g)??[]).map(Number);return .3*t+.6*n+.1*r>128}const ye={attributes:{"aria-live":`polite`,"aria-atomic":`true`}};function be(t){let{texts:n}=t;if(t.claims.length===0)return{element:e(`p`,{class:`quiet`},n[`claims.none`]??``),update:()=>void 0};let i=t.claims.map(t=>{let n=e(`span`,{class:`mark`,attributes:{"aria-hidden":`true`}}),r=e(`strong`),i=e(`span`,{class:`why`}),a=e(`span`,{class:`claim`},t.title);return{mark:n,word:r,why:i,element:e(`li`,{},n,e(`div`,{},e(`div`,ye,a,` `,r),i))}});return{element:e(`ul`,{class:`verdicts`,attributes:{"aria-label":n.verdicts??``,role:`list`}},...i.map(e=>e.element)),update:e=>{e.forEach((e,a)=>{let o=i[a];o!==void 0&&(o.element.dataset.verdict=e.verdict,r(o.mark,n[`mark.${e.verdict}`]??``),r(o.word,n[`verdict.${e.verdict}`]??``),r(o.why,xe(t,e)))})}}}function xe({texts:e,groups:t,minimum_n:n,decimals:r},{claim:o,gap:s,isWithheld:c,small:l,verdict:u}){if(o.reason!==``)return o.reason;let d=i(e[`claim.small`]??``,{minimum:String(n),groups:l.map(e=>t[e]).join(e.list)}),f=[c?e[`claim.withheld`]??``:s===null?e[`claim.incomparable`]??``:i(e[`claim.${o.scale}`]??``,{low:a(s.low,r,e),high:a(s.high,r,e),limit:o.limit})];if(u===`gap`&&s!==null){let n=n=>n===null?e.all??``:t[n]??``;f.push(i(e[`claim.direction`]??``,{lower:n(s.lower),higher:n(s.higher)}))}return[...f,...l.length>0&&u===`not enough evidence`?[d]:[]].join(` `)}const K=[`favoured_rightly`,`favoured_wrongly`,`refused_wrongly`,`refused_rightly`];function q(t){let{texts:n}=t,i=t.groups.map(()=>K.map(t=>e(`td`,{attributes:{"data-label":n[`hundred.${t}`]??``,role:`cell`}}))),o=t=>e(`th`,{attributes:{scope:`col`,role:`columnheader`}},t),s={attributes:{role:`row`}},c={attributes:{role:`rowgroup`}},l=[n[`column.group`],...K.map(e=>n[`hundred.${e}`])];return{element:e(`details`,{},e(`summary`,{},n.hundred??``),e(`table`,{class:`hundred`,attributes:{role:`table`}},e(`caption`,{},n[`hundred.caption`]??``),e(`thead`,c,e(`tr`,s,...l.map(e=>o(e??``)))),e(`tbody`,c,...t.groups.map((t,n)=>e(`tr`,s,e(`th`,{attributes:{scope:`row`,role:`rowheader`}},t),...i[n]??[]))))),update:e=>e.forEach((e,o)=>he(e).forEach((e,s)=>{let c=i[o]?.[s];c!==void 0&&r(c,a(e,t.decimals,n))}))}}function Se(e,t,n,r){let i=e.c_gap[t.length-2],a=t.findIndex(t=>t.place===e.reference);if(i===void 0||e.comparison===`reference`&&a<0)return null;let o={k:Z(t,e=>e.k),n:Z(t,e=>e.n)},s=o.k/o.n,c=(e,t)=>L(e,t,s,r),l=t.map(e=>({...e,value:e.k/e.n,atGap:c(e,i),atIn:c(e,n)}));return e.comparison===`extremes`?Ce(l,e.scale):e.comparison===`overall`?Te(l,o,{gap:i,inner:n},c,e.scale):we(l,a,e.scale)}function Ce(e,t){let n=J(e),{lower:r,higher:i}=n,a={lower:r.place,higher:i.place};if(t===`difference`){let e=i.value-r.value;return{...a,value:e,low:Math.max(0,n.low),high:n.high}}let o=J(e.map(Y)),s=i.value>0?r.value/i.value:NaN;return{...a,value:s,low:Math.exp(-o.high),high:Math.min(1,Math.exp(-o.low))}}function J(e){let[t,n,r]=[-1/0,-1/0,-1/0],i=e.slice(0,2),a=i;for(let o of e)for(let s of e){if(o===s)continue;let e=R(o.value,o.atGap,s.value,s.atGap).low,c=o.value-s.value;e>t&&(t=e,i=[o,s]),c>r&&(r=c,a=[o,s]),n=Math.max(n,R(o.value,o.atIn,s.value,s.atIn).high)}let[o,s]=t>0?i:a;return{low:t,high:n,lower:s,higher:o}}function Y(e){let t=z(e,e.atGap);return{...e,value:t.value,atGap:t.limits,atIn:z(e,e.atIn).limits}}function we(e,t,n){let r=e[t],i=Y(r);return X(e.filter(e=>e!==r).map(e=>{let t=Y(e);return{place:e.place,difference:e.value-r.value,atGap:R(e.value,e.atGap,r.value,r.atGap),atIn:R(e.value,e.atIn,r.value,r.atIn),log:t.value-i.value,logAtGap:R(t.value,t.atGap,i.value,i.atGap),logAtIn:R(t.value,t.atIn,i.value,i.atIn)}}),r.place,n)}function Te(e,t,n,r,i){let a=t.k/t.n;return X(e.map(e=>{let i={k:t.k-e.k,n:t.n-e.n},o=e.n/t.n,s=i.k/i.n,[c,l]=[r(i,n.gap),r(i,n.inner)],u=({low:e,high:t})=>({low:(1-o)*e,high:(1-o)*t}),d=e=>Math.log(e===1/0?1/o:e/(o*e+1-o)),f=({low:e,high:t})=>({low:d(e),high:d(t)});return{place:e.place,difference:(1-o)*(e.value-s),atGap:u(R(e.value,e.atGap,s,c)),atIn:u(R(e.value,e.atIn,s,l)),log:a>0?Math.log(e.value/a):0,logAtGap:f(B(e,e.atGap,i,c)),logAtIn:f(B(e,e.atIn,i,l))}}),null,i)}function X(e,t,n){let r=e.map(e=>Math.max(e.atGap.low,-e.atGap.high)),i=e.map(e=>Math.abs(e.difference)),a=Math.max(...r),o=a>0?r:i,s=e[o.indexOf(Math.max(...o))],c=s.difference>0,l={lower:c?t:s.place,higher:c?s.place:t};if(n===`difference`)return{...l,value:Math.abs(s.difference),low:Math.max(0,a),high:Math.max(...e.map(e=>Math.max(e.atIn.high,-e.atIn.low)))};let u=Math.min(...e.map(e=>Math.min(e.logAtIn.low,-e.logAtIn.high))),d=Math.max(...e.map(e=>Math.max(e.logAtGap.low,-e.logAtGap.high)));return{...l,value:Math.exp(-Math.abs(s.log)),low:Math.exp(u),high:Math.min(1,Math.exp(-d))}}function Z(e,t){return e.reduce((e,n)=>e+t(n),0)}function Ee(e,t,n){if(t.reason!==``)return{claim:t,verdict:`not enough evidence`,gap:null,small:[],isWithheld:!1};let r=t.metrics.map(r=>De(e,t,Q(e,r),n)),i=[...new Set(r.flatMap(e=>e.small))],a=r.flatMap(e=>e.gap===null?[]:[e.gap]),o=t.needs_both_sides&&Ae(e,n),s={claim:t,small:i,isWithheld:o},[c]=a;if(o||c===void 0)return{...s,verdict:`not enough evidence`,gap:null};let l=a.map(e=>Oe(e,t)),u=a.length===r.length&&i.length===0,d=l.includes(`gap`)?`gap`:u&&l.every(e=>e===`within tolerance`)?`within tolerance`:`not enough evidence`,f=a.reduce((e,n)=>ke(n,e,t)?n:e,c),p=t.scale===`ratio`?Math.min:Math.max;return{...s,verdict:d,gap:{...f,low:p(...a.map(e=>e.low)),high:p(...a.map(e=>e.high))}}}function Q(e,t){let n=e.metrics.find(e=>e.id===t);if(n===void 0)throw TypeError(`Expected a metric ${t}.`);return n}function De(e,t,n,r){let i=r.map((e,t)=>({place:t,...U(n,e)})).filter(n=>e.compared[n.place]&&!t.leave_out.includes(n.place));return{gap:Se(t,i.filter(e=>e.n>0),e.c_in,e.small_count),small:i.filter(t=>t.n<e.minimum_n).map(e=>e.place)}}function Oe(e,{scale:t,tolerance:n}){let r=t===`ratio`?e.high<n:e.low>n,i=t===`ratio`?e.low>=n:e.high<=n;return r?`gap`:i?`within tolerance`:`not enough evidence`}function ke(e,t,{scale:n}){let[r,i]=n===`ratio`?[[-e.high,-e.low],[-t.high,-t.low]]:[[e.low,e.high],[t.low,t.high]];return r[0]===i[0]?r[1]>i[1]:r[0]>i[0]}function Ae({selective:e,compared:t},n){if(e===null)return!1;let r=n.reduce((e,t)=>e.map((e,n)=>e+(t[n]??0)));return[...n,r].some((r,i)=>{let[a=0,o=0,s=0,c=0,l=0,u=0]=r,[d,f]=[a+s+l,o+c+u];return(i===n.length||t[i]===!0&&Math.min(d,f)>=e.fewest)&&Math.abs(u/f-l/d)>e.most_apart})}const je={selection:`selection_rate`,opportunity:`true_positive_rate`};function $(e,t,n={}){let{dispose:r}=Me(e,t,n);return r}function Me(t,n,r={}){let i=de(n),a=e(`div`,{class:`workbench-explorer`}),o=a.attachShadow({mode:`open`}),s=Ne(i)?{element:e(`p`,{},i.reason),show:()=>void 0}:Pe(i,r);o.append(e(`style`,{},`
:host {
  --ink: var(--jp-content-font-color1, #1a1a1a);
  --quiet: #5c6570;
  --line: #d5dae0;
  --accent: #0072b2;
  --soft: rgb(0 114 178 / 12%);
  --warning: #b84700;
  --confirm: #00704f;
  display: block;
  container-type: inline-size;
  color: inherit;
  font: var(--workbench-type, 16px/24px) system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
  font-family: var(--jp-ui-font-family, system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif);
  font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere;
}
:host([data-dark]) {
  --ink: var(--jp-content-font-color1, #ececec);
  --quiet: #a9b3bd;
  --line: #454d55;
  --accent: #56b4e9;
  --soft: rgb(86 180 233 / 20%);
  --warning: #f0894a;
  --confirm: #3fbf97;
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
section { max-width: 960px; }
p { max-width: 70ch; margin: 0 0 8px; }
.heading { font-size: 20px; font-weight: 600; }
.quiet, caption, .ends, .audited, .key, .why { color: var(--quiet); font-size: 14px; line-height: 20px; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
legend { padding: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }

.controls { margin: 0 0 24px; max-width: 640px; }
.heading ~ .controls { margin-top: 24px; }
.mode { display: flex; flex-wrap: wrap; gap: 0 24px; margin-bottom: 8px; }
.choice { display: inline-flex; align-items: center; gap: 8px; min-height: 32px; }
input { accent-color: var(--accent); }
input[type="radio"] { width: 16px; height: 16px; margin: 0; }
input[type="range"] { display: block; width: 100%; height: 24px; margin: 4px 0; }
.slider { margin-bottom: 8px; }
.slider .name { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; }
.slider .name output { margin-left: auto; }
.slider output { white-space: nowrap; font-size: 20px; font-weight: 600; color: var(--accent); }
.ends { position: relative; display: flex; justify-content: space-between; padding-top: 4px; }
.tick { position: absolute; top: -4px; width: 2px; height: 8px; margin-left: -1px; background: var(--quiet); }
.each {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 272px), 1fr)); gap: 8px 32px; max-height: 416px; overflow-y: auto;
  padding: 0 4px; margin: 0 -4px 8px;
}
.each legend { margin-bottom: 8px; }
.each :is(.ends, .audited) { display: none; }
.each output { font-size: 16px; }
.caution { border-left: 4px solid var(--warning); padding-left: 16px; margin: 8px 0 16px; }
.caution strong { color: var(--warning); }
.buttons { display: flex; gap: 8px; }
button, select {
  font: inherit; font-size: 14px; color: var(--ink); background: transparent;
  border: 1px solid var(--quiet); border-radius: 4px; padding: 0 16px; min-height: 32px;
}
select { padding: 0 8px; max-width: 100%; }
select option { color: #1a1a1a; background: #ffffff; }
button:hover { border-color: var(--accent); color: var(--accent); }
button[aria-disabled="true"] { color: var(--quiet); border-color: var(--line); }
.goals { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 16px 0 8px; }
.goals p { flex-basis: 100%; margin: 0; }
.goals p:empty { display: none; }
.fields { display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 8px 0; }
.field { font-size: 14px; line-height: 20px; }
.field label { display: block; }
.typed { display: inline-flex; align-items: center; gap: 8px; color: var(--quiet); white-space: nowrap; }
input[type="number"] {
  font: inherit; width: 96px; min-height: 32px; padding: 0 8px; color: var(--ink); background: transparent;
  border: 1px solid var(--quiet); border-radius: 4px;
}
input[aria-invalid] { border-color: var(--warning); }
.problem { display: block; color: var(--warning); }
.curve { margin: 8px 0; }
.curve[hidden] { display: none; }
.curve > svg { display: block; width: calc(100% - 16px); height: 64px; margin: 0 8px 8px; overflow: visible; }
.cost { fill: none; stroke: var(--accent); stroke-width: 2; }
.over { fill: var(--soft); }

.verdicts { list-style: none; margin: 0 0 24px; padding: 0; display: grid; gap: 8px; max-width: 70ch; }
.verdicts li { display: grid; grid-template-columns: 24px 1fr; }
.verdicts .mark { font-size: 18px; }
.verdicts .claim::after { content: ":"; }
.verdicts .why { display: block; }
[data-verdict="gap"] :is(.mark, strong) { color: var(--warning); }
[data-verdict="within tolerance"] :is(.mark, strong) { color: var(--confirm); }

.figure { display: flex; flex-wrap: wrap; align-items: center; gap: 0 16px; margin-bottom: 8px; }
.chart { margin-bottom: 16px; }
table { display: block; font-size: 14px; line-height: 20px; }
caption { display: block; text-align: left; margin-bottom: 8px; max-width: 70ch; }
thead, tbody { display: block; }
th { font-weight: 400; text-align: left; }
td, th { padding: 0; }
td { white-space: nowrap; }
thead { color: var(--quiet); border-bottom: 1px solid var(--line); }
.chart tr {
  display: grid; grid-template-columns: 1fr auto; gap: 0 16px; padding: 8px 0 0;
  grid-template-areas: "group rate" "plot plot" "people interval";
}
.chart .group { grid-area: group; }
.chart .rate { grid-area: rate; text-align: right; font-weight: 600; }
.chart .plot { grid-area: plot; margin: 0 8px; padding: 0; }
.chart .interval { grid-area: interval; text-align: right; }
.chart .people { grid-area: people; }
.chart tbody :is(.interval, .people) { color: var(--quiet); }
.chart tbody :is(.interval, .people)::before { content: attr(data-label) " "; }
.chart thead :is(.group, .rate, .interval, .people), .plot .column {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.ticks { display: flex; justify-content: space-between; }
.ticks span { width: 0; display: flex; justify-content: center; white-space: nowrap; }
.plot svg { display: block; width: 100%; height: 24px; overflow: visible; }
.grid { stroke: var(--line); stroke-width: 1; }
.band { fill: var(--soft); }
.chart .interval, .key { fill: none; }
line.interval { stroke: var(--accent); stroke-width: 2; }
.end, .dot { fill: var(--accent); }
.aside { color: var(--quiet); }
.aside .rate { font-weight: 400; }
.aside line.interval { stroke: var(--quiet); stroke-width: 1; }
.aside :is(.end, .dot) { fill: var(--quiet); }
.ring { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
.key { display: flex; flex-wrap: wrap; gap: 0 24px; margin: 8px 0 0; }
.key span { display: inline-flex; align-items: center; gap: 8px; }
.key .mark { width: 16px; height: 16px; flex: none; }

details { margin-bottom: 16px; }
summary { min-height: 24px; cursor: pointer; color: var(--accent); font-size: 14px; width: fit-content; }
.hundred { margin: 8px 0 0; }
.hundred thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.hundred tr { display: grid; padding: 8px 0; border-bottom: 1px solid var(--line); }
.hundred td { display: flex; align-items: end; justify-content: space-between; gap: 16px; }
.hundred td::before { content: attr(data-label); color: var(--quiet); white-space: normal; }
.hundred th { font-weight: 600; }

@container (min-width: 560px) {
  .mode legend { float: left; margin-right: 24px; line-height: 32px; }
  .chart tr {
    grid-template-columns: minmax(88px, 3fr) minmax(160px, 8fr) 56px 96px 72px; padding: 0; align-items: stretch;
    grid-template-areas: "group plot rate interval people";
  }
  .chart tr > * { display: flex; align-items: center; min-height: 32px; }
  .chart :is(.rate, .interval, .people) { justify-content: flex-end; }
  .chart .plot { display: block; position: relative; }
  .chart .plot svg { position: absolute; inset: 0; height: 100%; }
  .chart tbody :is(.interval, .people)::before { content: none; }
  .chart thead :is(.group, .rate, .interval, .people) {
    position: static; width: auto; height: auto; overflow: visible; clip-path: none; font-weight: 400;
  }
  .ticks { line-height: 32px; }
  .hundred thead { position: static; width: auto; height: auto; overflow: visible; clip-path: none; }
  .hundred tr { grid-template-columns: minmax(88px, 3fr) repeat(4, 3fr); gap: 0 16px; padding: 4px 0; }
  .hundred thead tr { border: 0; align-items: end; }
  .hundred thead th { font-weight: 400; }
  .hundred thead th:not(:first-child) { text-align: right; }
  .hundred td { justify-content: flex-end; }
  .hundred td::before { content: none; }
}
@media (forced-colors: active) {
  :host { --accent: LinkText; --quiet: CanvasText; --line: GrayText; --warning: CanvasText; --confirm: CanvasText; }
  svg { forced-color-adjust: none; }
}
@media print { :host { display: none; } }
`),s.element),t.append(a);let c=_e(a);return{show:s.show,dispose:()=>{c(),a.remove()}}}function Ne(e){return`reason`in e}function Pe(t,{isTitled:n=!0,chosen:r,told:i}){let{texts:a}=t,o=new ge(t.start,t.groups.length,t.given),s=H(t,o.places);o.choose(r??{});let c=new Map(t.metrics.map(e=>[e.id,W(t,e,s)])),l=be(t),d=u(t),f=Fe(t),p=q(t),m=e=>{let n=H(t,e),r=Q(t,f.value);l.update(t.claims.map(e=>Ee(t,e,n))),d.update({metric:r,rates:W(t,r,n),audited:c.get(r.id)??[],claim:t.claims.find(e=>e.metrics.includes(r.id))}),p.update(n),g.tell(e,n)},h=()=>{g.show(),m(o.places)},g=le(t,o,m,e=>{let n=e===void 0||!o.now.each?void 0:je[e];t.metrics.some(e=>e.id===n)&&(f.value=n??f.value),h(),i?.(o.now)});f.addEventListener(`change`,h),h();let _=[e(`p`,{class:`heading`,attributes:{id:`title`}},a.title??``),e(`p`,{class:`quiet`},a.lead??``)];return{element:e(`section`,n?{attributes:{"aria-labelledby":`title`}}:{},...n?_:[],g.element,l.element,e(`label`,{class:`figure`},e(`span`,{},a.show??``),f),d.element,...O(t)?[p.element]:[],...t.n_hidden>0?[e(`p`,{class:`quiet`},a.hidden??``)]:[],...t.merged?[e(`p`,{class:`quiet`},a.merged??``)]:[],e(`p`,{class:`quiet`},a.note??``)),show:e=>{o.choose(e),h()}}}function Fe({metrics:t}){return e(`select`,{},...t.map(t=>e(`option`,{attributes:{value:t.id}},t.title)))}var Ie={render({model:e,el:t}){let n=$(t,e.get(`data`)),r=()=>{n(),n=$(t,e.get(`data`))};return e.on(`change:data`,r),()=>{e.off(`change:data`,r),n()}}};for(let e of document.querySelectorAll(`[data-workbench-explorer]`)){let t=e.querySelector(`:scope > script[type="application/json"]`)?.textContent;t&&!e.querySelector(`:scope > .workbench-explorer`)&&$(e,JSON.parse(t),{isTitled:!1})}export{Ie as default,$ as mount};