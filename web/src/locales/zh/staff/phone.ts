/** Words of the desk's phone and of calls. */
export const phone = {
  standing: {
    off: '电话随在岗接通', absent: '没有热线', microphone: '麦克风未允许', elsewhere: '电话在另一个窗口', connecting: '电话正在接通', noMicrophone: '没有麦克风',
    ready: (extension: string) => `分机 ${extension} 空闲`, cut: '电话断开，正在重连', refused: '电话账号正在重新登记',
  },
  talking: {
    ringing: '来电', answering: '正在接通', talking: (span: string) => `通话 ${span}`,
  },
  sentence: {
    off: '回到在岗后，电话会自动接通。', ready: '电话已接通，来电会在这里响铃。', connecting: '正在接通电话，请稍候。', elsewhere: '这台电脑的另一个窗口正拿着电话，来电在那边接听；关掉那个窗口，电话会自动转到这里。',
    cut: '与电话系统的连接断了，正在自动重连；正在进行的通话不受影响。', refused: '电话系统没有认出本机，正在换新密码重新登记。', absent: '本平台还没有设置热线，暂不能接打电话。',
    talking: '通话中。', microphone: '本页用不上麦克风，接了也说不出话，所以电话先不接通。',
  },
  permission: {
    unknown: '', asked: '请按下面的按钮，并在浏览器的询问中选“允许”。', granted: '', denied: '麦克风被浏览器禁止。请点地址栏左侧的图标，把麦克风改为“允许”，再按下面的按钮。',
    none: '没有找到麦克风。请插好耳麦，再按下面的按钮。', insecure: '只有 https 的地址才能使用麦克风。请改用 https 打开本系统，或联系运维人员。',
  },
  allow: '允许使用麦克风', menu: '电话', settings: '电话设备',
  devices: { microphone: '麦克风', earpiece: '听筒', bell: '响铃', own: '跟随系统', named: (n: number) => `设备 ${n}` },
  levelMine: '我的音量', levelTheirs: '对方音量', tryBell: '试铃', speakNow: '说句话，看看有没有起伏',
  answer: '接听', decline: '不接', hangUp: '挂断', mute: '静音', unmute: '取消静音', muted: '已静音，对方听不到您',
  quality: {
    good: '通话清晰', fair: '略有丢音', poor: '网络不稳，可能听不清', silent: '听不到对方，没有收到声音',
    detail: (lost: string, jitter: number, trip: number | null) => `丢包 ${lost} · 抖动 ${jitter} 毫秒${trip === null ? '' : ` · 往返 ${trip} 毫秒`}`,
  },
  keypad: '拨号键', press: (key: string) => `按 ${key}`,
  unanswered: '电话没有响到本机，请看一看上方的电话状态，再试一次。',
} as const
