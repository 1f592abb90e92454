/*

 A player script of the simulator's own making. It has the structure of YouTube's:
 tables of strings, a class of addresses, a function that builds them, and calls
 that need a browser.
*/
'use strict';var T="split{join{reverse{splice{set{get{length{clone{prototype{apply_n".split("{"),nu=null;
var ca=typeof Object.defineProperties=="function"?Object.defineProperty:function(a,b,c){if(a==Array.prototype||a==Object.prototype)return a;a[b]=c.value;return a};
function da(a){if(!document.body||!document.body.firstChild)throw Error("no browser");return document.body.appendChild(a)}
g.config={PLAYER_VARS:{},signatureTimestamp:20419,experiments:{html5_enable_n:!0}};
var Sx={sW:function(a,b){var c=a[0];a[0]=a[b%a[T[6]]];a[b%a[T[6]]]=c},
rV:function(a){a[T[2]]()},
sP:function(a,b){a[T[3]](0,b)}};
var Pq=function(a){a=a[T[0]]("");Sx.rV(a,17);Sx.sP(a,2);Sx.sW(a,41);Sx.rV(a,3);Sx.sW(a,7);return a[T[1]]("")};
var Nq=function(a){var b="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",c=[],d=0;
try{for(;d<a[T[6]];d++){var e=b.indexOf(a.charAt(d));if(e<0)throw Error("unexpected");c.push(b.charAt((e+3*d+11)%64))}Sx.rV(c);Sx.sW(c,5)}catch(f){return"enhanced_except_"+a}return c[T[1]]("")};
g.Ua=function(a,b){this.u=a;this.D=b===void 0?!1:b;this.path="";this.j=nu};
function Va(a){if(a.j===nu){a.j={};var b=a.u.indexOf("?");a.path=b<0?a.u:a.u.slice(0,b);b>=0&&a.u.slice(b+1)[T[0]]("&").forEach(function(c){c=c[T[0]]("=");a.j[c[0]]=c[1]})}}
g.k=g.Ua[T[8]];g.k.set=function(a,b){Va(this);this.j[a]=b};
g.k.get=function(a){Va(this);return this.j[a]||nu};
g.k.clone=function(){return new g.Ua(this.u,this.D)};
g.k.Ge=function(){Va(this);var a=this.get("n");a&&this.set("n",Nq(a))};
var Fd=function(a,b,c){var d=new g.Ua(b,!0);d.get("alr")||d.set("alr","yes");return function(){c.set("alr","yes")}};
Xb=function(a,b,c){b=b===void 0?"":b;c=c===void 0?"":c;a=new g.Ua(a,!0);a.set("alr","yes");c&&(c=Pq(decodeURIComponent(c)),a[T[4]](b,encodeURIComponent(c)));return a};
var Xb;g.YC=function(a){this.player=a;this.re=/[/"(]+\/{/g;da(document.createElement("div"))};
da(document.createElement("video"));window.addEventListener("load",function(){new g.YC(nu)});
setTimeout(function(){for(;;);},0);
