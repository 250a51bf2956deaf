import { createApp } from 'vue'
import '@/shared/base.css'
import './style/frame.css'
import './style/home.css'
import './style/thread.css'
import './style/cards.css'
import './style/large.css'
import './style/wide.css'
import App from './App.vue'
import { applyPrint } from './print'

applyPrint()
createApp(App).mount('#app')
