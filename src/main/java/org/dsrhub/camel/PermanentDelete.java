package org.dsrhub.camel;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import reactor.core.publisher.Mono;

/**
 * Says {@code deletetype=permanent}, for which the SDK has no word: what is soft-deleted
 * already goes for good. It stands before the signature is made.
 */
final class PermanentDelete implements HttpPipelinePolicy {

	private static final String KEY = "dsr-hub-permanent-delete";

	/**
	 * What a call is given that is to delete for good.
	 */
	static final Context CONTEXT = new Context(KEY, true);

	@Override
	public Mono<HttpResponse> process(HttpPipelineCallContext call, HttpPipelineNextPolicy next) {
		say(call);
		return next.process();
	}

	@Override
	public HttpResponse processSync(HttpPipelineCallContext call, HttpPipelineNextSyncPolicy next) {
		say(call);
		return next.processSync();
	}

	@Override
	public HttpPipelinePosition getPipelinePosition() {
		return HttpPipelinePosition.PER_CALL;
	}

	private static void say(HttpPipelineCallContext call) {
		if (call.getData(KEY).isPresent()) {
			call.getHttpRequest().setUrl(call.getHttpRequest().getUrl() + "&deletetype=permanent");
		}
	}

}
