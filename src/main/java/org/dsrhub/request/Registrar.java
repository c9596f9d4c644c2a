package org.dsrhub.request;

import org.dsrhub.security.Caller;

/**
 * Files requests.
 */
public interface Registrar {

	Registration register(RequestDocument document, Door door, Caller caller);

}
