function e(t,n){let r=n.get(t.id);if(r!==void 0)return r;if(!(`children`in t))return t;let i=!0,a=t.children.map(t=>{let r=e(t,n);return i&&=r===t,r});return i?t:{...t,children:a}}var t=class{constructor(e){this._model=e}get view(){return this._view}get isSilent(){return this._isSilent}follow(e,t){let n={listener:e,heard:t};return this._entries.size===0&&this._model.on(`msg:custom`,this._take),this._entries.add(n),this._view===null||this._entries.size===1?this._post({kind:`ready`}):e(this._view,null),()=>{this._entries.delete(n),this._entries.size===0&&(this._model.off(`msg:custom`,this._take),clearTimeout(this._timer),this._busy.clear(),this._later.clear())}}press(e){this._post({kind:`press`,id:e})}change(e,t){this._busy.has(e)?this._later.set(e,t):this._busy.set(e,this._post({kind:`change`,id:e,value:t}))}_post(e){let t=++this._seq;this._waiting.add(t),this._wait();try{this._model.send({...e,seq:t})}catch(e){console.error(`[workbench] Could not reach the kernel`,e),this._hush(!0)}return t}_wait(){clearTimeout(this._timer),this._waiting.size!==0&&(this._timer=setTimeout(()=>this._hush(!0),8e3))}_hush(e){if(this._isSilent!==e){this._isSilent=e;for(let{heard:e}of this._entries)e()}}_take=t=>{let n=t;if(this._hush(!1),this._answered(n.seq),n.kind===`view`){if(n.schema!==`workbench.view/1`)throw TypeError(`Expected a view of the schema workbench.view/1.`);this._tell(n.view,null)}else if(n.kind===`patch`&&this._view!==null&&n.nodes.length>0){let t=new Map(n.nodes.map(e=>[e.id,e]));this._tell(e(this._view,t),t)}};_answered(e){if(e!==null){this._waiting.delete(e),this._wait();for(let[t,n]of this._busy)if(n===e&&(this._busy.delete(t),this._later.has(t))){let e=this._later.get(t);this._later.delete(t),this.change(t,e)}}}_tell(e,t){this._view=e;for(let{listener:n}of this._entries)n(e,t)}_model;_entries=/* @__PURE__ */ new Set;_waiting=/* @__PURE__ */ new Set;_busy=/* @__PURE__ */ new Map;_later=/* @__PURE__ */ new Map;_view=null;_isSilent=!1;_seq=0;_timer};function n(e,t={},...n){let r=document.createElement(e);t.class!==void 0&&(r.className=t.class);for(let[e,n]of Object.entries(t.attributes??{}))r.setAttribute(e,n);return r.append(...n),r}let r=null;function i(e,t={},...n){r??=new DOMParser().parseFromString(`<svg></svg>`,`text/html`).body.firstElementChild.namespaceURI;let i=document.createElementNS(r,e);for(let[e,n]of Object.entries(t))i.setAttribute(e,n);return i.append(...n),i}function a(e,t){e.textContent!==t&&(e.textContent=t)}function o(e){let t=()=>e.toggleAttribute(`data-dark`,s(getComputedStyle(e).color)),n=window.matchMedia(`(prefers-color-scheme: dark)`),r=new MutationObserver(t);return r.observe(document.body,{attributes:!0}),n.addEventListener(`change`,t),t(),()=>{r.disconnect(),n.removeEventListener(`change`,t)}}function s(e){let[t=0,n=0,r=0]=(e.match(/[\d.]+/g)??[]).map(Number);return .3*t+.6*n+.1*r>128}const c={waiting:`Waiting for Python …`,silent:`No answer from Python yet. It may be busy with another cell. If the kernel was restarted, run this cell again.`,caution:`Caution:`,problem:`Problem:`,copy:`Copy`,copied:`Copied.`,code:`Put this into a cell of its own`,copyByHand:`Select the code and copy it.`,kept:`Kept.`,end:`Stop`,numbers:`The numbers as a table`,none:`Nothing matches.`,shown:`{shown} of {all} rows`,notANumber:`Type a number.`};function l(e){let t=n(`strong`),r=n(`span`),i=n(`p`,{class:`said`},t,r),o=e=>{i.dataset.tone=e.tone;let n=e.tone===`caution`?c.caution:e.tone===`problem`?c.problem:``;a(t,n&&`${n} `),a(r,e.text)};return e.live&&i.setAttribute(`role`,`status`),o(e),{element:i,update:o}}function u(e){let t=n(`ul`),r=e=>t.replaceChildren(...e.items.map(e=>n(`li`,{},e)));return r(e),{element:t,update:r}}function d(e){let t=n(`span`,{class:`mark`,attributes:{"aria-hidden":`true`}}),r=n(`strong`),i=n(`span`),o=n(`p`,{class:`callout`},t,n(`span`,{},r,` `,i)),s=e=>{o.dataset.verdict=e.verdict,a(t,e.mark),a(r,`${e.word}:`),a(i,e.text)};return s(e),{element:o,update:s}}function f(e){let t=n(`dl`),r=e=>t.replaceChildren(...e.terms.flatMap(e=>[n(`dt`,{},e.term),...e.meaning.map(e=>n(`dd`,{},e))]));return r(e),{element:t,update:r}}function p(e){let t=n(`div`,{class:`scroll`,attributes:{tabindex:`0`,role:`region`}}),r=e=>{t.setAttribute(`aria-label`,e.caption),t.replaceChildren(m(e))};return r(e),{element:t,update:r}}function m({caption:e,header:t,rows:r,numeric:i,parts:a}){let o=t.map((e,t)=>n(`th`,{class:h(i,t),attributes:{scope:`col`}},e)),s=new Map(a),c=r.flatMap((e,r)=>{let a=s.get(r),o=n(`tr`,{},...e.map((e,t)=>t===0?n(`th`,{attributes:{scope:`row`}},e):n(`td`,{class:h(i,t)},e)));return a===void 0?[o]:[n(`tr`,{class:`part`},n(`th`,{attributes:{colspan:String(t.length),scope:`colgroup`}},a)),o]});return n(`table`,{},n(`caption`,{},e),n(`thead`,{},n(`tr`,{},...o)),n(`tbody`,{},...c))}function h(e,t){return e[t]===!0?`number`:``}function g(e){let t=n(`figcaption`),r=n(`div`,{class:`drawing`,attributes:{role:`img`}}),i=n(`div`,{class:`scroll`}),o=n(`figure`,{},t,r,n(`details`,{},n(`summary`,{},c.numbers),i)),s=e=>{a(t,e.takeaway),r.setAttribute(`aria-label`,e.alternative),r.replaceChildren(_(e.scene)),i.replaceChildren(m(e.table))};return s(e),{element:o,update:s}}function _(e){return i(`svg`,{viewBox:`0 0 ${e.width} ${e.height}`,width:`${e.width}pt`,"aria-hidden":`true`,focusable:`false`},...e.marks.map(v))}function v(e){switch(e[0]){case`line`:{let[,t,n,r,a]=e;return i(`path`,{d:x(a),fill:`none`,stroke:b(t),"stroke-width":String(n),...r.length>0?{"stroke-dasharray":r.join(` `)}:{}})}case`area`:{let[,t,n,r,a]=e;return i(`path`,{d:`${x(a)}Z`,fill:b(t),"fill-opacity":String(n),...r?{stroke:b(r),"stroke-width":`0.6`}:{}})}case`sign`:{let[,t,n,r]=e;return i(`path`,{d:`${x(r)}Z`,...y(t,n)})}case`dot`:{let[,t,n,r,a,o]=e;return i(`circle`,{cx:String(a),cy:String(o),r:String(n/2),...y(t,r)})}case`words`:{let[,t,n,r,a,o,s,c]=e,l=i(`text`,{x:String(o),y:String(s),fill:b(t),"font-size":String(n),"text-anchor":r,...a?{"font-weight":`bold`}:{}});return l.textContent=c,l}}}function y(e,t){return t?{fill:b(`paper`),stroke:b(e),"stroke-width":`1.3`}:{fill:b(e)}}function b(e){return`var(--chart-${e})`}function x(e){let t=[];for(let n=0;n+1<e.length;n+=2)t.push(`${e[n]} ${e[n+1]}`);return`M${t.join(`L`)}`}function S(e,t,r,i=[]){let o=n(`label`,{attributes:{for:r.idOf(e.id,`control`)}}),s=n(`p`,{class:`help`,attributes:{id:r.idOf(e.id,`help`)}}),c=n(`p`,{class:`wrong`,attributes:{id:r.idOf(e.id,`problem`),role:`status`}});t.id=r.idOf(e.id,`control`);let l=e=>{a(o,e.label),o.classList.toggle(`unseen`,e.quiet),a(s,e.help),s.hidden=e.help===``,u(e.problem??``);let n=[...e.help?[s.id]:[],...e.problem?[c.id]:[]];t.setAttribute(`aria-describedby`,n.join(` `))},u=e=>{a(c,e),t.setAttribute(`aria-invalid`,String(e!==``))};return l(e),{element:n(`div`,{class:`field`},o,n(`div`,{class:`line`},t,...i),s,c),update:l,complain:u}}function ee(e,t){let n=typeof e.value!=`string`,r=e.look===`radio`||e.look===`auto`&&e.options.length<=5;return n||r?ne(e,t,n):te(e,t)}function te(e,t){let r=n(`select`),i=S(e,r,t),a=[];r.addEventListener(`change`,()=>t.change(e.id,r.value));let o=e=>{C(a,e.options)||(a=e.options,r.replaceChildren(...a.map(e=>n(`option`,{attributes:{value:e.value}},e.label)))),typeof e.value==`string`&&(r.value=e.value),i.update(e)};return o(e),{element:i.element,update:o}}function ne(e,t,r){let i=n(`legend`),o=n(`p`,{class:`help`,attributes:{id:t.idOf(e.id,`help`)}}),s=n(`p`,{class:`wrong`,attributes:{role:`status`}}),c=n(`div`,{class:`options`}),l=n(`fieldset`,{class:`field`},i,o,c,s),u=[],d=/* @__PURE__ */ new Map,f=()=>[...d].filter(([,e])=>e.checked).map(([e])=>e),p=i=>{let a=n(`input`,{attributes:{type:r?`checkbox`:`radio`,name:t.idOf(e.id,`options`),value:i.value}});a.addEventListener(`change`,()=>t.change(e.id,r?f():i.value)),d.set(i.value,a);let o=i.help?[n(`span`,{class:`help`},i.help)]:[];return n(`label`,{class:`option`},a,n(`span`,{},i.label,...o))},m=e=>{a(i,e.label),i.classList.toggle(`unseen`,e.quiet),a(o,e.help),o.hidden=e.help===``,a(s,e.problem),C(u,e.options)||(u=e.options,d.clear(),c.replaceChildren(...u.map(p)));for(let[t,n]of d)n.checked=typeof e.value==`string`?e.value===t:e.value.includes(t)};return m(e),{element:l,update:m}}function C(e,t){return JSON.stringify(e)===JSON.stringify(t)}function w(e,t){return e.replace(/\{(\w+)\}/g,(e,n)=>t[n]??e)}function T(e,t,n){if(Number.isNaN(e))return n[`number.none`]??``;let r=100*e,i=t===0?r*2:r*4,a=Number.isInteger(i)&&!Number.isInteger(i/2),o=10**t,s=Math.floor(r*o);return D((a?(s+s%2)/o:r).toFixed(t),n)}function E(e,t){return D(String(e),t)}function D(e,t){let[n=``,r]=e.split(`.`),i=n.replace(/\B(?=(\d{3})+$)/g,t[`number.thousands`]??``);return r===void 0?i:`${i}${t[`number.point`]}${r}`}const re=[.05,.1,.2,.5,1];function O(e,t){return`${Number((100*e/t).toFixed(3))}%`}function ie(e){let{texts:t}=e,r=n(`caption`),i=Array.from({length:6},()=>n(`span`)),o=e.groups.map((t,n)=>se(e,t,e.compared[n]===!0)),s=(e,...r)=>n(`th`,{class:e,attributes:{scope:`col`,role:`columnheader`}},n(`span`,{class:`column`},t[`column.${e}`]??``),...r),c=n(`span`,{class:`ticks`,attributes:{"aria-hidden":`true`}},...i),l=n(`table`,{attributes:{role:`table`}},r,n(`thead`,{attributes:{role:`rowgroup`}},n(`tr`,{attributes:{role:`row`}},s(`group`),s(`plot`,c),s(`rate`),s(`interval`),s(`people`))),n(`tbody`,{attributes:{role:`rowgroup`}},...o.map(e=>e.element))),u=n(`p`,{class:`key`});return{element:n(`div`,{class:`chart`},l,u),update:n=>{let s=ae([...n.rates,...n.audited]),{title:c,meaning:l}=n.metric;a(r,w(t.table??``,{metric:c,meaning:l,attribute:e.attribute})),i.forEach((e,t)=>a(e,String(Number((100*s*t/5).toFixed(1)))));let d=oe(e,n);o.forEach((e,t)=>{let[r,i]=[n.rates[t],n.audited[t]];r!==void 0&&i!==void 0&&e.update(r,i,d,s)}),u.replaceChildren(...le(e,d!==null))}}}function ae(e){let t=Math.max(...e.map(e=>e.high).filter(e=>!Number.isNaN(e)),0);return re.find(e=>t<=e)??1}function oe(e,{claim:t,rates:n}){if(t===void 0)return null;let r=n.filter((n,r)=>e.compared[r]&&!t.leave_out.includes(r)&&n.n>0),i=r.map(e=>e.value),[a,o]=[Math.min(...i),Math.max(...i)],s=t.comparison===`overall`?k(r,e=>e.k)/k(r,e=>e.n):n[t.reference??-1]?.value??NaN,{tolerance:c}=t,l=t.comparison===`extremes`,[u,d]=t.scale===`ratio`?l?[o*c,o]:[s*c,s/c]:l?[(a+o-c)/2,(a+o+c)/2]:[s-c,s+c];return Number.isFinite(u)&&Number.isFinite(d)?[Math.max(0,u),Math.min(1,d)]:null}function k(e,t){return e.reduce((e,n)=>e+t(n),0)}function se(e,t,r){let{texts:i}=e,o=e=>n(`td`,{class:e,attributes:{role:`cell`,"data-label":i[`column.${e}`]??``}}),[s,c,l]=[o(`rate`),o(`interval`),o(`people`)],u=ce();return{element:n(`tr`,{class:r?``:`aside`,attributes:{role:`row`}},n(`th`,{class:`group`,attributes:{scope:`row`,role:`rowheader`}},t),n(`td`,{class:`plot`,attributes:{role:`cell`}},u.element),s,c,l),update:(t,n,r,o)=>{u.update(t,n,r,o);let[d,f,p]=[t.value,t.low,t.high].map(t=>T(t,e.decimals,i));a(s,d),a(c,Number.isNaN(t.low)?d:w(i.interval??``,{low:f,high:p})),a(l,E(t.n,i))}}}function ce(){let e=Array.from({length:6},(e,t)=>{let n=O(t,5);return i(`line`,{class:`grid`,x1:n,x2:n,y1:`0`,y2:`100%`})}),t=i(`rect`,{class:`band`,y:`0`,height:`100%`}),n=i(`line`,{class:`interval`,y1:`50%`,y2:`50%`}),r=[0,1].map(()=>i(`circle`,{class:`end`,cy:`50%`,r:`2`})),a=i(`circle`,{class:`ring`,cy:`50%`,r:`5`}),o=i(`circle`,{class:`dot`,cy:`50%`,r:`5`});return{element:i(`svg`,{"aria-hidden":`true`,focusable:`false`},t,...e,a,n,...r,o),update:(e,i,s,c)=>{A(t,s!==null,{x:O(s?.[0]??0,c),width:O(Math.min(s?.[1]??0,c)-Math.min(s?.[0]??0,c),c)});let l=e.n>0;A(n,l,{x1:O(e.low,c),x2:O(e.high,c)}),A(o,l,{cx:O(e.value,c)}),[e.low,e.high].forEach((e,t)=>A(r[t],l,{cx:O(e,c)})),A(a,i.n>0,{cx:O(i.value,c)})}}}function A(e,t,n){if(e.style.visibility=t?`visible`:`hidden`,t)for(let[t,r]of Object.entries(n))e.setAttribute(t,r)}function le({texts:e,threshold:t},r){let a=(e,t)=>n(`span`,{},i(`svg`,{"aria-hidden":`true`,class:`mark`},e),t),o=e=>i(`circle`,{class:e,cx:`50%`,cy:`50%`,r:`5`}),s=[a(o(`dot`),e[`key.now`]??``)];if(t!==null&&s.push(a(o(`ring`),e[`key.audited`]??``)),r){let t=i(`rect`,{class:`band`,width:`100%`,height:`100%`});s.push(a(t,e[`key.limit`]??``))}return s}function ue(e,t,r,i){let{texts:o}=e,s=M(e,o.slider??``,e.start),c=e.groups.map(t=>M(e,t,e.start)),l=de(e),u=n(`p`,{class:`caution`},n(`strong`,{},o.caution??``),` ${o[`caution.why`]}`),d=n(`div`,{attributes:{"aria-live":`polite`}}),f=n(`fieldset`,{class:`each`},n(`legend`,{},o[`slider.each`]??``),...c.map(e=>e.element)),p=n(`p`,{class:`quiet favoured`}),m=g(o.undo??``,()=>t.undo()),h=g(o.reset??``,()=>t.reset());function g(e,t){let r=n(`button`,{attributes:{type:`button`}},e);return r.addEventListener(`click`,()=>{t(),i()}),r}return s.follow(e=>r(t.places.map(()=>e)),e=>{t.moveOne(e),i()}),c.forEach((e,n)=>e.follow(e=>r(t.places.map((t,r)=>r===n?e:t)),e=>{t.moveOwn(n,e),i()})),l.follow(e=>{t.chooseEach(e),i()}),{element:n(`div`,{class:`controls`},l.element,d,s.element,f,p,n(`div`,{class:`buttons`},m,h)),tell:e=>a(p,e),show:()=>{let{now:n}=t;l.show(n.each),d.replaceChildren(...n.each?[u]:[]),s.element.hidden=n.each,f.hidden=!n.each,s.show(n.one),c.forEach((t,r)=>t.show(n.own[r]??e.start)),m.setAttribute(`aria-disabled`,String(!t.canUndo)),h.setAttribute(`aria-disabled`,String(!t.canReset))}}}let j=0;function M(e,t,r){let i=`wb-threshold-${++j}`,o=e.edges.length-1,s=n(`input`,{attributes:{type:`range`,id:i,min:`0`,max:String(o),step:`1`,value:String(r)}}),c=n(`output`,{attributes:{for:i,"aria-live":`polite`}}),l=t=>e.edge_labels[t]??``,u=n(`div`,{class:`name`},n(`label`,{attributes:{for:i}},t),c),d=n(`div`,{class:`ends`,attributes:{"aria-hidden":`true`}},n(`span`,{},l(0)),n(`span`,{},l(o)));if(e.threshold!==null){let t=w(e.texts[`slider.audited`]??``,{threshold:l(e.start)});u.insertBefore(n(`span`,{class:`audited`},t),c);let r=n(`span`,{class:`tick`});r.style.left=`calc(8px + (100% - 16px) * ${e.start/o})`,d.append(r)}let f=e=>{s.value=String(e),s.setAttribute(`aria-valuetext`,l(e)),a(c,l(e))};return{element:n(`div`,{class:`slider`},u,s,d),show:f,follow:(e,t)=>{s.addEventListener(`input`,()=>{f(Number(s.value)),e(Number(s.value))}),s.addEventListener(`change`,()=>t(Number(s.value)))}}}function de({texts:e}){let t=`wb-mode-${++j}`,r=e=>{let r=n(`input`,{attributes:{type:`radio`,name:t}});return{input:r,label:n(`label`,{class:`choice`},r,e)}},i=r(e[`mode.one`]??``),a=r(e[`mode.each`]??``);return{element:n(`fieldset`,{class:`mode`},n(`legend`,{},e.mode??``),i.label,a.label),show:e=>{i.input.checked=!e,a.input.checked=e},follow:e=>{i.input.addEventListener(`change`,()=>e(!1)),a.input.addEventListener(`change`,()=>e(!0))}}}function fe(e){let t=e;if(t?.schema!==`workbench.explorer/1`)throw TypeError(`Expected data of the schema workbench.explorer/1.`);return t}const pe=[.9999999999999971,57.15623566586292,-59.59796035547549,14.136097974741746,-.4919138160976202,3399464998481189e-20,4652362892704858e-20,-9837447530487956e-20,.0001580887032249125,-.00021026444172410488,.00021743961811521265,-.0001643181065367639,8441822398385275e-20,-26190838401581408e-21,36899182659531625e-22],N=1e-300,P=2**-53;function F(e){let t=pe.reduce((t,n,r)=>t+n/(r===0?1:e+r)),n=e+5.2421875;return(e+.5)*Math.log(n)-n+Math.log(2.5066282746310007*t/e)}function I(e,t,n){let r=e=>Math.abs(e)<N?N:e,i=1,a=1/r(1-(t+n)*e/(t+1)),o=a;for(let s=1;s<=1e5;s++){let c=s*(n-s)*e/((t+2*s-1)*(t+2*s));a=1/r(1+c*a),i=r(1+c/i),o*=a*i;let l=-(t+s)*(t+n+s)*e/((t+2*s)*(t+2*s+1));if(a=1/r(1+l*a),i=r(1+l/i),o*=a*i,Math.abs(a*i-1)<P*2)break}return o}function L(e,t,n,r){let i=F(t)+F(n)-F(t+n),[a,o,s]=[0,1,1],c=r>0&&r<1?r:t/(t+n);for(let r=0;r<200;r++){let r=Math.exp(t*Math.log(c)+n*Math.log1p(-c)-i),l=c<(t+1)/(t+n+2)?r*I(c,t,n)/t:1-r*I(1-c,n,t)/n;l>e?o=c:a=c;let u=r/(c*(1-c)),d=(l-e)/u,f=(t-1)/c-(n-1)/(1-c),p=d/(1-.5*Math.max(-1,Math.min(1,d*f)));if(Math.abs(p)<1e-9*c&&Math.abs(p)>Math.abs(s)/2||Math.abs(p)<=2*P*c)break;s=p;let m=c-p;m>=a&&m<=o||(m=(a+o)/2),c=m}return c}function R({k:e,n:t},n){let r=e/t,i=r+n*n/(2*t),a=n*Math.sqrt(r*(1-r)/t+n*n/(4*t*t)),o=1+n*n/t;return{low:e===0&&t>0?0:(i-a)/o,high:e===t&&t>0?1:(i+a)/o}}function me({k:e,n:t},{z:n,tail:r}){if(t<=0)return{low:NaN,high:NaN};let i=R({k:e,n:t},n);return{low:e<=0?0:L(r,e,t-e+1,i.low),high:e>=t?1:1-L(r,t-e,e+1,1-i.high)}}function z(e,t,n,r){return Math.min(e.n*n,e.n*(1-n))<r?me(e,t):R(e,t.z)}function B(e,t,n,r){return{low:e-n-U(e-t.low,r.high-n),high:e-n+U(t.high-e,n-r.low)}}function V({k:e,n:t},n){return{value:Math.log(e===0?.5/(t+1):e/t),limits:{low:e===0?-1/0:Math.log(n.low),high:Math.log(n.high)}}}function H(e,t,n,r){let[i,a]=[V(e,t),V(n,r)],{low:o,high:s}=B(i.value,i.limits,a.value,a.limits);return{low:e.k===0?0:Math.exp(o),high:n.k===0?1/0:Math.exp(s)}}function U(e,t){return Math.sqrt(e*e+t*t)}function W(e,t){return e.scored.map((n,r)=>{let i=t[r]??e.start;return n.flatMap((t,n)=>{let a=e.at_or_above[r]?.[n]?.[i]??0;return[t-a,a]})})}function G(e,t){return{k:q(e.counted,t),n:q(e.out_of,t)}}function he(e,t){let[n,r]=[0,0];return e.forEach((e,i)=>{t[i]&&(n+=e.k,r+=e.n)}),n/r}function K(e,t,n){let r=n.map(e=>G(t,e)),i=he(r,e.compared);return r.map(t=>({...t,value:t.k/t.n,...z(t,e.c_in,i,e.small_count)}))}function ge(e){let t=q([0,1,2,3],e),n=n=>(e[n]??0)/t;return[n(3),n(1),n(2),n(0)]}function q(e,t){return e.reduce((e,n)=>e+(t[n]??0),0)}var _e=class{constructor(e,t){this._past=[{each:!1,one:e,own:Array(t).fill(e)}]}get now(){return this._past[this._past.length-1]}get places(){let{each:e,one:t,own:n}=this.now;return e?n:n.map(()=>t)}get canUndo(){return this._past.length>1}get canReset(){return JSON.stringify(this.now)!==JSON.stringify(this._past[0])}choose(e){let t={...this.now,...e};JSON.stringify(t)!==JSON.stringify(this.now)&&this._past.push(t)}chooseEach(e){let{one:t,own:n}=this.now;this.choose(e?{each:e,own:n.map(()=>t)}:{each:e})}moveOne(e){this.choose({one:e})}moveOwn(e,t){this.choose({own:this.now.own.map((n,r)=>r===e?t:n)})}undo(){this.canUndo&&this._past.pop()}reset(){this.choose(this._past[0])}_past};const ve={attributes:{"aria-live":`polite`,"aria-atomic":`true`}};function ye(e){let{texts:t}=e;if(e.claims.length===0)return{element:n(`p`,{class:`quiet`},t[`claims.none`]??``),update:()=>void 0};let r=e.claims.map(e=>{let t=n(`span`,{class:`mark`,attributes:{"aria-hidden":`true`}}),r=n(`strong`),i=n(`span`,{class:`why`}),a=n(`span`,{class:`claim`},e.title);return{mark:t,word:r,why:i,element:n(`li`,{},t,n(`div`,{},n(`div`,ve,a,` `,r),i))}});return{element:n(`ul`,{class:`verdicts`,attributes:{"aria-label":t.verdicts??``,role:`list`}},...r.map(e=>e.element)),update:n=>{n.forEach((n,i)=>{let o=r[i];o!==void 0&&(o.element.dataset.verdict=n.verdict,a(o.mark,t[`mark.${n.verdict}`]??``),a(o.word,t[`verdict.${n.verdict}`]??``),a(o.why,be(e,n)))})}}}function be({texts:e,groups:t,minimum_n:n,decimals:r},{claim:i,gap:a,isWithheld:o,small:s,verdict:c}){if(i.reason!==``)return i.reason;let l=w(e[`claim.small`]??``,{minimum:String(n),groups:s.map(e=>t[e]).join(e.list)});return[o?e[`claim.withheld`]??``:a===null?e[`claim.incomparable`]??``:w(e[`claim.${i.scale}`]??``,{low:T(a.low,r,e),high:T(a.high,r,e),limit:i.limit}),...s.length>0&&c===`not enough evidence`?[l]:[]].join(` `)}const J=[`favoured_rightly`,`favoured_wrongly`,`refused_wrongly`,`refused_rightly`];function xe(e){let{texts:t}=e,r=e.groups.map(()=>J.map(e=>n(`td`,{attributes:{"data-label":t[`hundred.${e}`]??``,role:`cell`}}))),i=e=>n(`th`,{attributes:{scope:`col`,role:`columnheader`}},e),o={attributes:{role:`row`}},s={attributes:{role:`rowgroup`}},c=[t[`column.group`],...J.map(e=>t[`hundred.${e}`])];return{element:n(`details`,{},n(`summary`,{},t.hundred??``),n(`table`,{class:`hundred`,attributes:{role:`table`}},n(`caption`,{},t[`hundred.caption`]??``),n(`thead`,s,n(`tr`,o,...c.map(e=>i(e??``)))),n(`tbody`,s,...e.groups.map((e,t)=>n(`tr`,o,n(`th`,{attributes:{scope:`row`,role:`rowheader`}},e),...r[t]??[]))))),update:n=>n.forEach((n,i)=>ge(n).forEach((n,o)=>{let s=r[i]?.[o];s!==void 0&&a(s,T(n,e.decimals,t))}))}}function Se(e,t,n,r){let i=e.c_gap[t.length-2],a=t.findIndex(t=>t.place===e.reference);if(i===void 0||e.comparison===`reference`&&a<0)return null;let o={k:Q(t,e=>e.k),n:Q(t,e=>e.n)},s=o.k/o.n,c=(e,t)=>z(e,t,s,r),l=t.map(e=>({...e,value:e.k/e.n,atGap:c(e,i),atIn:c(e,n)}));return e.comparison===`extremes`?Ce(l,e.scale):e.comparison===`overall`?Te(l,o,{gap:i,inner:n},c,e.scale):we(l,a,e.scale)}function Ce(e,t){let n=Y(e),{lower:r,higher:i}=n,a={lower:r.place,higher:i.place};if(t===`difference`){let e=i.value-r.value;return{...a,value:e,low:Math.max(0,n.low),high:n.high}}let o=Y(e.map(X)),s=i.value>0?r.value/i.value:NaN;return{...a,value:s,low:Math.exp(-o.high),high:Math.min(1,Math.exp(-o.low))}}function Y(e){let[t,n,r]=[-1/0,-1/0,-1/0],i=e.slice(0,2),a=i;for(let o of e)for(let s of e){if(o===s)continue;let e=B(o.value,o.atGap,s.value,s.atGap).low,c=o.value-s.value;e>t&&(t=e,i=[o,s]),c>r&&(r=c,a=[o,s]),n=Math.max(n,B(o.value,o.atIn,s.value,s.atIn).high)}let[o,s]=t>0?i:a;return{low:t,high:n,lower:s,higher:o}}function X(e){let t=V(e,e.atGap);return{...e,value:t.value,atGap:t.limits,atIn:V(e,e.atIn).limits}}function we(e,t,n){let r=e[t],i=X(r);return Z(e.filter(e=>e!==r).map(e=>{let t=X(e);return{place:e.place,difference:e.value-r.value,atGap:B(e.value,e.atGap,r.value,r.atGap),atIn:B(e.value,e.atIn,r.value,r.atIn),log:t.value-i.value,logAtGap:B(t.value,t.atGap,i.value,i.atGap),logAtIn:B(t.value,t.atIn,i.value,i.atIn)}}),r.place,n)}function Te(e,t,n,r,i){let a=t.k/t.n;return Z(e.map(e=>{let i={k:t.k-e.k,n:t.n-e.n},o=e.n/t.n,s=i.k/i.n,[c,l]=[r(i,n.gap),r(i,n.inner)],u=({low:e,high:t})=>({low:(1-o)*e,high:(1-o)*t}),d=e=>Math.log(e===1/0?1/o:e/(o*e+1-o)),f=({low:e,high:t})=>({low:d(e),high:d(t)});return{place:e.place,difference:(1-o)*(e.value-s),atGap:u(B(e.value,e.atGap,s,c)),atIn:u(B(e.value,e.atIn,s,l)),log:a>0?Math.log(e.value/a):0,logAtGap:f(H(e,e.atGap,i,c)),logAtIn:f(H(e,e.atIn,i,l))}}),null,i)}function Z(e,t,n){let r=e.map(e=>Math.max(e.atGap.low,-e.atGap.high)),i=e.map(e=>Math.abs(e.difference)),a=Math.max(...r),o=a>0?r:i,s=e[o.indexOf(Math.max(...o))],c=s.difference>0,l={lower:c?t:s.place,higher:c?s.place:t};if(n===`difference`)return{...l,value:Math.abs(s.difference),low:Math.max(0,a),high:Math.max(...e.map(e=>Math.max(e.atIn.high,-e.atIn.low)))};let u=Math.min(...e.map(e=>Math.min(e.logAtIn.low,-e.logAtIn.high))),d=Math.max(...e.map(e=>Math.max(e.logAtGap.low,-e.logAtGap.high)));return{...l,value:Math.exp(-Math.abs(s.log)),low:Math.exp(u),high:Math.min(1,Math.exp(-d))}}function Q(e,t){return e.reduce((e,n)=>e+t(n),0)}function Ee(e,t,n){if(t.reason!==``)return{claim:t,verdict:`not enough evidence`,gap:null,small:[],isWithheld:!1};let r=t.metrics.map(r=>Oe(e,t,De(e,r),n)),i=[...new Set(r.flatMap(e=>e.small))],a=r.flatMap(e=>e.gap===null?[]:[e.gap]),o=t.needs_both_sides&&je(e,n),s={claim:t,small:i,isWithheld:o},[c]=a;if(o||c===void 0)return{...s,verdict:`not enough evidence`,gap:null};let l=a.map(e=>ke(e,t)),u=a.length===r.length&&i.length===0,d=l.includes(`gap`)?`gap`:u&&l.every(e=>e===`within tolerance`)?`within tolerance`:`not enough evidence`,f=a.reduce((e,n)=>Ae(n,e,t)?n:e,c),p=t.scale===`ratio`?Math.min:Math.max;return{...s,verdict:d,gap:{...f,low:p(...a.map(e=>e.low)),high:p(...a.map(e=>e.high))}}}function De(e,t){let n=e.metrics.find(e=>e.id===t);if(n===void 0)throw TypeError(`Expected a metric ${t}.`);return n}function Oe(e,t,n,r){let i=r.map((e,t)=>({place:t,...G(n,e)})).filter(n=>e.compared[n.place]&&!t.leave_out.includes(n.place));return{gap:Se(t,i.filter(e=>e.n>0),e.c_in,e.small_count),small:i.filter(t=>t.n<e.minimum_n).map(e=>e.place)}}function ke(e,{scale:t,tolerance:n}){let r=t===`ratio`?e.high<n:e.low>n,i=t===`ratio`?e.low>=n:e.high<=n;return r?`gap`:i?`within tolerance`:`not enough evidence`}function Ae(e,t,{scale:n}){let[r,i]=n===`ratio`?[[-e.high,-e.low],[-t.high,-t.low]]:[[e.low,e.high],[t.low,t.high]];return r[0]===i[0]?r[1]>i[1]:r[0]>i[0]}function je({selective:e,compared:t},n){if(e===null)return!1;let r=n.reduce((e,t)=>e.map((e,n)=>e+(t[n]??0)));return[...n,r].some((r,i)=>{let[a=0,o=0,s=0,c=0,l=0,u=0]=r,[d,f]=[a+s+l,o+c+u];return(i===n.length||t[i]===!0&&Math.min(d,f)>=e.fewest)&&Math.abs(u/f-l/d)>e.most_apart})}function Me(e,t,{isTitled:r=!0}={}){let i=fe(t),a=n(`div`,{class:`workbench-explorer`});a.attachShadow({mode:`open`}).append(n(`style`,{},`
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
  font: 16px/24px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
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
`),Ne(i)?n(`p`,{},i.reason):Pe(i,r)),e.append(a);let s=o(a);return()=>{s(),a.remove()}}function Ne(e){return`reason`in e}function Pe(e,t){let{texts:r}=e,i=new _e(e.start,e.groups.length),a=W(e,i.places),o=new Map(e.metrics.map(t=>[t.id,K(e,t,a)])),s=ye(e),c=ie(e),l=Fe(e),u=xe(e),d=t=>{let n=W(e,t),r=De(e,l.value);s.update(e.claims.map(t=>Ee(e,t,n))),c.update({metric:r,rates:K(e,r,n),audited:o.get(r.id)??[],claim:e.claims.find(e=>e.metrics.includes(r.id))}),u.update(n),p.tell(Ie(e,n))},f=()=>{p.show(),d(i.places)},p=ue(e,i,d,f);l.addEventListener(`change`,f),f();let m=e.scored.some(([e=0,t=0])=>e+t>0),h=[n(`p`,{class:`heading`,attributes:{id:`title`}},r.title??``),n(`p`,{class:`quiet`},r.lead??``)];return n(`section`,t?{attributes:{"aria-labelledby":`title`}}:{},...t?h:[],p.element,s.element,n(`label`,{class:`figure`},n(`span`,{},r.show??``),l),c.element,...m?[u.element]:[],...e.n_hidden>0?[n(`p`,{class:`quiet`},r.hidden??``)]:[],...e.merged?[n(`p`,{class:`quiet`},r.merged??``)]:[],n(`p`,{class:`quiet`},r.note??``))}function Fe({metrics:e}){return n(`select`,{},...e.map(e=>n(`option`,{attributes:{value:e.id}},e.title)))}function Ie({texts:e},t){let[n,r]=[0,0];for(let[e=0,i=0,a=0,o=0,s=0,c=0]of t)n+=i+o+c,r+=e+i+a+o+s+c;return w(e[`slider.favoured`]??``,{count:E(n,e),people:E(r,e)})}function Le(e){let t=n(`div`),r=JSON.stringify(e.data),i=Me(t,e.data,{isTitled:!1});return{element:t,update:e=>{let n=JSON.stringify(e.data);n!==r&&(r=n,i(),i=Me(t,e.data,{isTitled:!1}))},dispose:()=>i()}}var $=class{constructor(e,t){this._element=e,this._context=t}show(e){let t=new Set(e.map(Re));for(let[e,n]of this._parts)t.has(e)||(n.dispose?.(),n.element.remove(),this._parts.delete(e),this._nodes.delete(e));let n=null;for(let t of e){let e=Re(t),r=this._parts.get(e);r===void 0?(r=this._context.draw(t),this._parts.set(e,r)):this._nodes.get(e)!==t&&r.update(t),this._nodes.set(e,t);let i=n===null?this._element.firstElementChild:n.nextElementSibling;i!==r.element&&this._element.insertBefore(r.element,i),n=r.element}}dispose(){for(let e of this._parts.values())e.dispose?.();this._parts.clear(),this._nodes.clear()}_element;_context;_parts=/* @__PURE__ */ new Map;_nodes=/* @__PURE__ */ new Map};function Re(e){return`${e.kind}/${e.id}`}function ze(e,t){let r=n(`caption`),i=n(`tr`),o=n(`tbody`),s=n(`table`,{},r,n(`thead`,{},i),o),l=n(`input`,{attributes:{type:`search`,id:t.idOf(e.id,`filter`)}}),u=n(`label`,{attributes:{for:l.id}}),d=n(`span`,{class:`help`,attributes:{role:`status`}}),f=n(`div`,{class:`field`},u,n(`div`,{class:`line`},l,d)),p=n(`div`,{class:`scroll`,attributes:{tabindex:`0`,role:`region`}},s),m=n(`div`,{class:`grid`},f,p),g=e,_=new $(o,{...t,draw:e=>Be(e,t,g.numeric)}),v=()=>{let e=l.value.trim().toLocaleLowerCase(),t=0;g.children.forEach((n,r)=>{let i=o.children[r];i.hidden=!Ve(n).toLocaleLowerCase().includes(e),t+=+!i.hidden});let n=c.shown.replace(`{shown}`,String(t)).replace(`{all}`,String(g.children.length));a(d,e===``?``:t===0?c.none:n)};l.addEventListener(`input`,v);let y=e=>{g=e,a(r,e.caption),p.setAttribute(`aria-label`,e.caption),a(u,e.filter),f.hidden=e.filter===``,i.replaceChildren(...e.header.map((t,r)=>n(`th`,{class:h(e.numeric,r),attributes:{scope:`col`}},t))),_.show(e.children),v()};return y(e),{element:m,update:y,dispose:()=>_.dispose()}}function Be(e,t,r){let i=e.cells.map((e,t)=>t===0?n(`th`,{attributes:{scope:`row`}}):n(`td`,{class:h(r,t)})),o=i.map(e=>new $(e,t)),s=n(`tr`,{},...i),c=e=>{let{tone:t,cells:n}=e;s.dataset.tone=t,n.forEach((e,t)=>{let n=i[t];n!==void 0&&(typeof e==`string`?(o[t]?.show([]),a(n,e)):o[t]?.show([e]))})};return c(e),{element:s,update:c,dispose:()=>o.forEach(e=>e.dispose())}}function Ve(e){return e.cells.map(e=>typeof e==`string`?e:`text`in e?e.text:``).join(` `)}function He(e,t){let r=e.look===`fold`,i=r?n(`summary`):n(`h3`,{attributes:{id:t.idOf(e.id,`title`)}}),o=n(`div`,{class:`inside ${e.look}`}),s=r?n(`details`,{},i,o):n(`div`,{class:`group ${e.look}`,attributes:{role:`group`}},i,o);s instanceof HTMLDetailsElement&&(s.open=e.is_open);let c=new $(o,t),l=e=>{a(i,e.title),i.hidden=e.title===``,r||(e.title?s.setAttribute(`aria-labelledby`,i.id):s.removeAttribute(`role`)),c.show(e.children)};return l(e),{element:s,update:l,dispose:()=>c.dispose()}}function Ue(e,t){let r=e,i=n(`button`,{class:`main`,attributes:{type:`button`}}),o=n(`p`,{class:`help`,attributes:{role:`status`}}),s=t.idOf(e.id,`code`),l=n(`textarea`,{attributes:{readonly:``,spellcheck:`false`,id:s}}),u=n(`button`,{class:`quiet`,attributes:{type:`button`}},c.copy),d=n(`div`,{class:`by-hand`},n(`label`,{attributes:{for:s}},c.code),l,u);d.hidden=!0;let f=n(`div`,{class:`keep`},i,o,d),p=()=>{a(i,r.label),l.value=r.code,l.rows=Math.min(16,r.code.split(`
`).length+1)};return i.addEventListener(`click`,()=>{let e={widget:r.widget,code:r.code,answer:e=>a(o,e)},t=new CustomEvent(`workbench:keep`,{bubbles:!0,composed:!0,cancelable:!0,detail:e}),n=!f.dispatchEvent(t);d.hidden=n,n||(l.focus(),l.select())}),u.addEventListener(`click`,()=>{l.select(),We(r.code).then(e=>a(o,e?c.copied:c.copyByHand))}),p(),{element:f,update:e=>{e.code!==r.code&&a(o,``),r=e,p()}}}async function We(e){try{return await navigator.clipboard.writeText(e),!0}catch{return!1}}function Ge(e,t){let r=e.look===`slider`,i=n(`input`,{attributes:r?{type:`range`}:{type:`text`,inputmode:`decimal`}}),o=n(r?`output`:`span`,{class:`unit`}),s=S(e,i,t,[o]),l=()=>i.getRootNode(),u=e,d=e=>{u=e;let t=e.value===null?``:String(e.value);r?(i.min=String(e.low??0),i.max=String(e.high??1),i.step=String(e.step??`any`),(l().activeElement!==i||i.value===t)&&(i.value=t),a(o,`${t} ${e.unit}`.trim()),i.setAttribute(`aria-valuetext`,`${i.value} ${e.unit}`.trim())):(i.value=t,a(o,e.unit)),s.update(e)};return r?i.addEventListener(`input`,()=>{a(o,`${i.value} ${u.unit}`.trim()),t.change(e.id,Number(i.value))}):i.addEventListener(`change`,()=>{let n=i.value.trim().replace(`,`,`.`),r=Number(n);n!==``&&!Number.isFinite(r)?s.complain(c.notANumber):t.change(e.id,n===``?null:r)}),d(e),{element:s.element,update:d}}function Ke(e,t){let r=n(`button`,{class:e.look,attributes:{type:`button`}}),i=n(`span`,{class:`help`}),o=n(`div`,{class:`press`},r,i),s=e;r.addEventListener(`click`,()=>{s.off===``&&t.press(e.id)});let c=e=>{s=e,a(r,e.label),a(i,e.off),r.setAttribute(`aria-disabled`,String(e.off!==``)),e.is_on===null?r.removeAttribute(`aria-pressed`):r.setAttribute(`aria-pressed`,String(e.is_on))};return c(e),{element:o,update:c}}function qe(e,t){let r=n(`input`,{attributes:{type:`checkbox`}}),i=n(`span`),o=n(`span`,{class:`help`}),s=n(`label`,{class:`option`},r,n(`span`,{},i,o));r.addEventListener(`change`,()=>t.change(e.id,r.checked));let c=e=>{a(i,e.label),i.classList.toggle(`unseen`,e.quiet),a(o,e.help),r.checked=e.value};return c(e),{element:s,update:c}}function Je(e,t){let r=n(`progress`),i=n(`label`),o=n(`span`,{class:`help`}),s=n(`button`,{class:`quiet`,attributes:{type:`button`}},c.end);r.id=t.idOf(e.id,`control`),i.htmlFor=r.id,s.addEventListener(`click`,()=>t.press(`workbench/end`));let l=e=>{a(i,e.label),a(o,e.left),e.of>0?(r.max=e.of,r.value=e.done):r.removeAttribute(`value`)};return t.announce(e.label),l(e),{element:n(`div`,{class:`progress`},i,r,o,s),update:l}}function Ye(e,t){let r=e.long?n(`textarea`,{attributes:{rows:`3`}}):n(`input`,{attributes:{type:`text`}});r.maxLength=e.most;let i=S(e,r,t);r.addEventListener(`change`,()=>t.change(e.id,r.value));let a=e.value,o=e=>{(r.value===a||e.value!==a)&&(r.value=e.value),a=e.value,i.update(e)};return r.value=e.value,o(e),{element:i.element,update:o}}const Xe={said:l,items:u,callout:d,table:p,chart:g,terms:f,choice:ee,number:Ge,words:Ye,toggle:qe,press:Ke,grid:ze,progress:Je,keep:Ue,explore:Le,group:He};function Ze(e,t){let r=Xe[e.kind];return r?.(e,t)??{element:n(`div`),update:()=>void 0}}let Qe=0;function $e(e,t){let r=n(`div`,{class:`workbench-widget`,attributes:{"data-lm-suppress-shortcuts":`true`}}),i=r.attachShadow({mode:`open`}),s=`wb-${++Qe}`,l=n(`h2`,{attributes:{id:`${s}-title`}}),u=n(`div`,{class:`body`}),d=n(`p`,{class:`quiet`},c.waiting),f=n(`p`,{class:`silence`,attributes:{role:`status`}}),p=n(`p`,{class:`unseen`,attributes:{"aria-live":`polite`}}),m=n(`section`,{attributes:{"aria-labelledby":`${s}-title`}},l,d,u,f,p);i.append(n(`style`,{},`
:host {
  --ink: var(--jp-content-font-color1, #1a1a1a); --quiet: #5c6570; --line: #d5dae0; --accent: #0072b2;
  --soft: rgb(0 114 178 / 10%); --warning: #b84700; --confirm: #00704f; --on-accent: #ffffff;
  --chart-paper: #ffffff; --chart-ink: #1a1a1a; --chart-quiet: #5c6570; --chart-grid: #e3e7eb; --chart-band: #5c6570;
  --chart-1: #0072b2; --chart-2: #d55e00; --chart-3: #009e73; --chart-4: #541613; --chart-5: #8958e0; --chart-6: #df1b38;
  display: block; container-type: inline-size; color: inherit; overflow-wrap: anywhere;
  font: 14px/20px var(--jp-ui-font-family, system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif);
  font-variant-numeric: tabular-nums;
}
:host([data-dark]) {
  --ink: var(--jp-content-font-color1, #ececec); --quiet: #a9b3bd; --line: #454d55; --accent: #56b4e9;
  --soft: rgb(86 180 233 / 16%); --warning: #f0894a; --confirm: #3fbf97; --on-accent: #14181d;
  --chart-paper: #14181d; --chart-ink: #e8eaed; --chart-quiet: #a3acb7; --chart-grid: #2b323a; --chart-band: #a3acb7;
  --chart-1: #56b4e9; --chart-2: #f28e4b; --chart-3: #1f9e78; --chart-4: #f5e6da; --chart-5: #a06cf5; --chart-6: #f0506e;
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
section { max-width: 960px; padding: 8px 4px 16px; }
h2 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 0 0 16px; }
h3 { font-size: 16px; line-height: 24px; font-weight: 600; margin: 0 0 8px; }
p, ul, dl, figure { max-width: 70ch; margin: 0 0 8px; }
figure { max-width: 640px; margin-bottom: 16px; }
dt { font-weight: 600; }
dd { margin: 0 0 8px; }
.quiet, .help, caption, [data-tone="quiet"] { color: var(--quiet); }
.help { display: block; margin: 0; max-width: 60ch; }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[data-tone="strong"] { font-size: 16px; line-height: 24px; font-weight: 600; }
:is([data-tone="caution"], [data-tone="problem"]):not(tr) { border-left: 4px solid var(--warning); padding-left: 12px; }
:is([data-tone="caution"], [data-tone="problem"]) strong, .wrong { color: var(--warning); }
[data-tone="good"] { border-left: 4px solid var(--confirm); padding-left: 12px; }
.wrong { margin: 4px 0 0; }
.wrong:empty, .silence:empty, .keep .help:empty { display: none; }
.silence { border-left: 4px solid var(--warning); padding-left: 12px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }

.inside { display: grid; gap: 8px 24px; grid-template-columns: minmax(0, 1fr); margin-bottom: 16px; }
.inside.row { grid-template-columns: repeat(auto-fill, minmax(min(100%, 224px), 1fr)); }
.group.card { border: 1px solid var(--line); border-radius: 4px; padding: 16px 16px 0; margin-bottom: 8px; }
details { margin-bottom: 8px; }
summary { min-height: 24px; cursor: pointer; color: var(--accent); width: fit-content; }
details > .inside { padding-top: 8px; }

.field { border: 0; margin: 0 0 8px; padding: 0; min-width: 0; }
.field > label, legend { display: block; padding: 0; font-weight: 600; }
.line { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
.options { display: flex; flex-wrap: wrap; gap: 0 24px; }
.option { display: flex; align-items: flex-start; gap: 8px; min-height: 32px; padding: 6px 0; }
.option input { flex: none; width: 16px; height: 16px; margin: 2px 0; }
input, progress { accent-color: var(--accent); }
input[type="range"] { flex: 1 1 160px; max-width: 400px; height: 24px; margin: 0; }
button, select, textarea, input:is([type="text"], [type="search"]) {
  font: inherit; color: var(--ink); background: transparent; border: 1px solid var(--quiet); border-radius: 4px;
  min-height: 32px; padding: 0 8px; max-width: 100%;
}
textarea { padding: 4px 8px; width: 100%; resize: vertical; }
.by-hand textarea { font-family: var(--jp-code-font-family, monospace); white-space: pre; overflow-x: auto; }
input[inputmode="decimal"] { width: 112px; text-align: right; }
select option { color: #1a1a1a; background: #ffffff; }
button { padding: 0 16px; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:not(.main):hover, button[aria-pressed="true"] { border-color: var(--accent); color: var(--accent); }
button[aria-pressed="true"] { background: var(--soft); }
button[aria-disabled="true"] { color: var(--quiet); background: transparent; border-color: var(--line); cursor: default; }
.press { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
.progress { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; margin: 8px 0; }
progress { flex: 1 1 120px; max-width: 320px; }
.keep { border-top: 1px solid var(--line); padding-top: 16px; margin-top: 16px; }
.by-hand { margin-top: 8px; display: grid; gap: 4px; justify-items: start; }

.callout { display: grid; grid-template-columns: 24px 1fr; }
[data-verdict="gap"] :is(.mark, strong) { color: var(--warning); }
[data-verdict="within tolerance"] :is(.mark, strong) { color: var(--confirm); }
.scroll { overflow-x: auto; margin-bottom: 8px; max-height: 480px; }
table { border-collapse: collapse; min-width: min(100%, 320px); background: transparent; font-size: inherit; }
caption { text-align: left; margin-bottom: 4px; max-width: 70ch; }
th, td { font-weight: 400; text-align: left; vertical-align: top; padding: 4px 16px 4px 0; border-bottom: 1px solid var(--line); }
th[scope="row"] { max-width: 32ch; }
thead th { color: var(--quiet); vertical-align: bottom; }
tr.part th { font-weight: 600; padding-top: 12px; }
.number { text-align: right; white-space: nowrap; }
tr[data-tone="strong"] :is(th, td) { font-weight: 600; }
.grid :is(td, th) .field, .grid .option { margin: 0; min-height: 0; padding: 0; }
.grid td .help { max-width: 40ch; }
figcaption { font-weight: 600; margin-bottom: 8px; }
.drawing svg { max-width: 100%; height: auto; }
.drawing text { font-family: var(--jp-ui-font-family, "DejaVu Sans", sans-serif); }
@media (forced-colors: active) {
  :host { --accent: LinkText; --quiet: CanvasText; --line: GrayText; --warning: CanvasText; --confirm: CanvasText; }
  button.main { background: ButtonFace; color: ButtonText; }
  svg { forced-color-adjust: none; }
}
@media print { .keep, .press, .progress { display: none; } }
`),m),e.append(r);let h={draw:e=>Ze(e,h),change:(e,n)=>t.change(e,n),press:e=>t.press(e),announce:e=>a(p,e),idOf:(e,t)=>`${s}-${e}-${t}`},g=new $(u,h),_=t.follow(e=>{d.remove(),a(l,e.title),g.show(e.children)},()=>{a(f,t.isSilent?c.silent:``),t.view===null&&r.dispatchEvent(new CustomEvent(`workbench:silence`,{bubbles:!0,composed:!0,detail:t.isSilent}))}),v=o(r);return()=>{_(),v(),g.dispose(),r.remove()}}const et=/* @__PURE__ */ new WeakMap;function tt(e){let n=et.get(e);if(n!==void 0)return n;let r=new t(e);return et.set(e,r),r}var nt={render({model:e,el:t}){return $e(t,tt(e))}};export{nt as default};