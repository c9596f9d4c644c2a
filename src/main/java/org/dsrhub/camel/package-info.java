/**
 * Adapts the rooms to Camel: the beans that the routes in {@code routes/} call, and the
 * connections of its components. The only room that knows Camel and the Azure SDK;
 * nothing depends on it.
 */
package org.dsrhub.camel;
