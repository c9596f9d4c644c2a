/**
 * The tenants in whose scope requests run; nothing ever crosses one.
 */
package org.dsrhub.tenant;
