package org.dsrhub.camel;

import org.apache.camel.Variable;
import org.dsrhub.operation.Operating;
import org.springframework.stereotype.Component;

/**
 * What a service's call does that says that its work has ended.
 */
@Component
public class RestCallbacks {

	private final Operating operating;

	RestCallbacks(Operating operating) {
		this.operating = operating;
	}

	public void take(@Variable("token") String token) {
		this.operating.called(token);
	}

}
