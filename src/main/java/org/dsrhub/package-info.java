/**
 * The DSR Hub, which fulfils GDPR data subject requests against a tenant's data sources.
 * Each package below is a room of the domain; {@code camel} alone adapts them to routes.
 */
package org.dsrhub;
