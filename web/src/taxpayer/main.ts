import '@/shared/tokens.css'
