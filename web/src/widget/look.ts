/** The widget's own look, apart from the page it stands on. */
export const look = `
:host { all: initial; position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; font: 400 16px/1.4 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
button { position: relative; display: flex; align-items: center; justify-content: center; width: 60px; height: 60px; margin-left: auto; border: 0; border-radius: 50%; background: #1c5ab3; color: #fff; box-shadow: 0 4px 16px rgba(16, 32, 60, .28); cursor: pointer; }
button:hover { background: #17498f; }
button:focus { outline: none; }
button:focus-visible { box-shadow: 0 0 0 2px #fff, 0 0 0 5px #2c6ccb; }
svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.count { position: absolute; right: -2px; top: -2px; min-width: 22px; height: 22px; padding: 0 5px; box-sizing: border-box; border: 2px solid #fff; border-radius: 11px; background: #c2231d; color: #fff; font-size: 12px; font-weight: 700; line-height: 18px; text-align: center; }
iframe { display: block; width: 400px; height: min(720px, calc(100vh - 120px)); margin-bottom: 12px; border: 1px solid #c3cbd6; border-radius: 14px; background: #f3f5f8; box-shadow: 0 12px 32px rgba(16, 32, 60, .24); }
[hidden] { display: none; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 480px) { iframe { position: fixed; inset: 0; width: 100vw; height: 100%; margin: 0; border: 0; border-radius: 0; } .shown + button { display: none; } }
@media print { :host { display: none; } }
`
