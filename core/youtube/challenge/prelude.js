// What a player script needs of a browser, and the function that asks a builder of
// addresses. It runs before the script, which cannot change what is captured here.
(function () {
  "use strict";
  var encode = encodeURIComponent, decode = decodeURIComponent;
  var proto = Object.getPrototypeOf, names = Object.getOwnPropertyNames;
  var define = Object.defineProperty, call = Reflect.apply, construct = Reflect.construct;

  // A function of the interpreter itself cannot be interrupted. Those that could
  // make much of little are bounded; no recorded script comes near.
  var most = 1 << 20;
  function check(ok) { if (!ok) throw new RangeError("too much"); }
  function replace(object, name, value) {
    define(object, name, { value: value, writable: true, configurable: true });
  }
  function bound(object, name, test) {
    var f = object[name];
    if (typeof f !== "function") return;
    replace(object, name, function () { test(this, arguments); return call(f, this, arguments); });
  }
  function size(x) { return x !== null && x !== undefined && x.length > 0 ? x.length : 0; }
  function short(self) { check(size(self) <= most); }
  var free = { constructor: 1, push: 1, pop: 1, at: 1, charAt: 1, charCodeAt: 1, codePointAt: 1, toString: 1, valueOf: 1, length: 1 };
  [String.prototype, Array.prototype].forEach(function (object) {
    names(object).forEach(function (name) { if (free[name] !== 1) bound(object, name, short); });
    bound(object, Symbol.iterator, short);
    bound(object, "concat", function (self, list) {
      var sum = size(self);
      for (var i = 0; i < list.length; i++) sum += size(list[i]) + 1;
      check(sum <= most);
    });
  });
  bound(String.prototype, "repeat", function (self, list) { check(!(size(self) * list[0] > most)); });
  ["padStart", "padEnd"].forEach(function (name) {
    bound(String.prototype, name, function (self, list) { check(!(list[0] > most)); });
  });
  ["replace", "replaceAll"].forEach(function (name) {
    bound(String.prototype, name, function (self, list) {
      if (typeof list[1] !== "string") return;
      var each = list[1].indexOf("$") < 0 ? size(list[1]) : size(self) + size(list[1]);
      check(size(self) * each <= 16 * most);
    });
  });
  // toString calls join, so that arrays in arrays are counted too.
  var join = Array.prototype.join;
  replace(Array.prototype, "join", function (separator) {
    var parts = [], sum = 0, between = separator === undefined ? "," : String(separator);
    for (var i = 0; i < size(this); i++) {
      var part = this[i] === undefined || this[i] === null ? "" : String(this[i]);
      check((sum += part.length + between.length + 1) <= most / 16);
      parts[i] = part;
    }
    return call(join, parts, [between]);
  });
  // All functions of regular expressions call this one for each match, and the
  // interpreter can be interrupted between two calls.
  var exec = RegExp.prototype.exec, string = String;
  var source = Object.getOwnPropertyDescriptor(RegExp.prototype, "source").get;
  replace(RegExp.prototype, "exec", function (text) {
    text = string(text);
    check(text.length * (call(source, this, []).length + 1) <= 4 * most);
    return call(exec, this, [text]);
  });
  var bounded = RegExp.prototype.exec;
  replace(RegExp.prototype, "test", function (text) { return call(bounded, this, [text]) !== null; });
  bound(Array.prototype, "flat", function () { check(false); });
  bound(Array.prototype, "flatMap", function () { check(false); });
  bound(Array, "from", function (self, list) { short(list[0]); });
  bound(Function.prototype, "apply", function (self, list) { short(list[1]); });
  bound(Reflect, "apply", function (self, list) { short(list[2]); });
  bound(Reflect, "construct", function (self, list) { short(list[1]); });
  bound(JSON, "stringify", function (self, list) { check(typeof list[0] !== "object"); });
  ["ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array",
    "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"].forEach(function (name) {
    var original = globalThis[name];
    if (typeof original !== "function") return;
    var bounded = new Proxy(original, { construct: function (target, list, as) {
      check(!(list[0] > most)); short(list[0]);
      return construct(target, list, as);
    } });
    replace(original.prototype, "constructor", bounded);
    replace(globalThis, name, bounded);
  });
  delete globalThis.BigInt;

  replace(globalThis, "window", globalThis);
  replace(globalThis, "self", globalThis);
  replace(globalThis, "XMLHttpRequest", function () {});
  replace(globalThis, "document", Object.create(null));
  replace(globalThis, "navigator", Object.create(null));
  replace(globalThis, "location", {
    href: "https://www.youtube.com/watch?v=aaaaaaaaaaa", origin: "https://www.youtube.com",
    protocol: "https:", host: "www.youtube.com", hostname: "www.youtube.com", port: "",
    pathname: "/watch", search: "?v=aaaaaaaaaaa", hash: "",
  });

  return function solve(build, s, n, skip) {
    var url = build("https://www.youtube.com/watch?v=aaaaaaaaaaa", "s", s === "" ? undefined : encode(s));
    if (n !== "") {
      url.set("n", n);
      var methods = names(proto(url)), apply;
      for (var i = 0; i < methods.length && apply === undefined; i++) {
        var wanted = true;
        for (var k = 0; k < skip.length; k++) wanted = wanted && methods[i] !== skip[k];
        if (wanted) apply = methods[i];
      }
      if (apply !== undefined) url[apply](); // before 2022-12, get applied it
    }
    return {
      s: s === "" ? "" : decode(url.get("s")),
      n: n === "" ? "" : url.get("n"),
    };
  };
})()
