/**
 * This node as one of several: how it leaves, so that the others take up at once what it
 * does not finish. Knows no other room.
 */
package org.dsrhub.node;
