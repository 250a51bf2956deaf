/** Paths of the staff pages. Each page is loaded when it is first opened. */

import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { me, mayOpen, type Page, recognise } from './session/me'

const page = (name: Page, component: RouteRecordRaw['component']): RouteRecordRaw => ({ path: `/${name}`, name, component, meta: { page: name } } as RouteRecordRaw)

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/login', name: 'sign-in', component: () => import('./session/SignIn.vue') },
    { path: '/login/openid/:bureau', name: 'bureau', component: () => import('./session/BureauArrival.vue') },
    page('home', () => import('./home/HomePage.vue')),
    page('desk', () => import('./desk/DeskPage.vue')),
    page('wallboard', () => import('./wallboard/WallboardPage.vue')),
    page('promises', () => import('./promises/PromisesPage.vue')),
    page('knowledge', () => import('./knowledge/KnowledgePage.vue')),
    page('calendar', () => import('./calendar/CalendarPage.vue')),
    page('people', () => import('./people/PeoplePage.vue')),
    page('tokens', () => import('./tokens/TokensPage.vue')),
    page('secrecy', () => import('./secrecy/SecrecyPage.vue')),
    page('audit', () => import('./audit/AuditPage.vue')),
    page('measures', () => import('./traffic/MeasuresPage.vue')),
    page('staffing', () => import('./traffic/StaffingPage.vue')),
    page('taxpayers', () => import('./taxpayers/TaxpayersPage.vue')),
    { path: '/account', name: 'account', component: () => import('./account/AccountPage.vue') },
    { path: '/no-right', name: 'no-right', component: () => import('./frame/NoRightPage.vue') },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('./frame/MissingPage.vue') },
  ],
})

router.beforeEach(async (to) => {
  if (me.value === undefined) await recognise()
  if (to.name === 'sign-in' || to.name === 'bureau') return me.value ? me.value.home : true
  if (!me.value) return { name: 'sign-in', query: { next: to.fullPath } }
  if (me.value.due.length && to.name !== 'account') return { name: 'account', query: { next: to.fullPath } }
  if (to.path === '/') return me.value.home
  const wanted = to.meta.page as Page | undefined
  return wanted && !mayOpen(wanted) ? { name: 'no-right', query: { page: wanted } } : true
})
