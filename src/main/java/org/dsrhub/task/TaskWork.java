package org.dsrhub.task;

import java.io.IOException;

import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Work;
import org.dsrhub.source.Source;
import org.dsrhub.tenant.Tenant;

/**
 * One node's work on a claimed task.
 */
public sealed interface TaskWork permits Collection, Fulfilment {

	Work work();

	RequestRow request();

	Tenant tenant();

	Source source();

	/**
	 * The version of the API that is read; null where nothing is.
	 */
	String apiVersion();

	void close() throws IOException;

}
