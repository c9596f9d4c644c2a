package org.dsrhub.camel;

import org.apache.camel.Exchange;
import org.dsrhub.change.Call;
import org.dsrhub.task.Fulfilment;
import org.springframework.stereotype.Component;

/**
 * The step of the route {@code task-change}: which call comes next.
 */
@Component("changeSteps")
class ChangeSteps {

	/**
	 * Sets the variable {@code call}, or removes it if there is nothing more to call.
	 */
	void next(Exchange exchange) {
		Fulfilment fulfilment = exchange.getVariable("fulfilment", Fulfilment.class);
		exchange.removeVariable("call");
		Call call = fulfilment.next().orElse(null);
		if (call != null) {
			exchange.setVariable("call", call);
		}
	}

}
