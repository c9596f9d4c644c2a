/**
 * Who calls and what they may ask: logins, roles and tenants.
 */
package org.dsrhub.security;
