/**
 * A simulated Microsoft tenant: HTTP servers that speak the shapes of Entra's login,
 * Azure Resource Manager and Microsoft Graph, keep state in memory and misbehave on
 * demand. No part of the product.
 */
package org.dsrhub.simulated;
