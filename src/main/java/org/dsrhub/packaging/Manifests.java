package org.dsrhub.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.dsrhub.packaging.Manifest.Api;
import org.dsrhub.packaging.Manifest.ExceptionPart;
import org.dsrhub.packaging.Manifest.Identification;
import org.dsrhub.packaging.Manifest.RequestPart;
import org.dsrhub.packaging.Manifest.SourcePart;
import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Source.Action;
import org.dsrhub.subject.Identity;
import org.dsrhub.task.Outcome;

/**
 * Derives the manifest from the content and the files that were written.
 */
final class Manifests {

	private Manifests() {
	}

	/**
	 * Says what a package holds.
	 * @param bySource each source's own file, by the source's name
	 * @param others the other files of the zip
	 */
	static Manifest of(PackageContent content, Map<String, PackagedFile> bySource, List<PackagedFile> others) {
		List<SourcePart> sources = content.sources()
			.stream()
			.map((each) -> source(each, bySource.get(each.source().source())))
			.toList();
		List<ExceptionPart> exceptions = new ArrayList<>();
		if (content.identificationFault() != null) {
			exceptions.add(new ExceptionPart(Identity.STEP, Outcome.FAILED, content.identificationFault()));
		}
		content.sources()
			.stream()
			.filter((each) -> !each.outcome().well())
			.forEach(
					(each) -> exceptions.add(new ExceptionPart(each.source().source(), each.outcome(), each.reason())));
		return new Manifest(RequestPart.of(content), content.searchedBy().stream().sorted().toList(),
				new Identification(content.identified(), PlainWords.identification(content.identified()),
						content.notSearched()),
				sources, exceptions, others, Coverage.of(content.beyond()), Coverage.LIMITS);
	}

	/**
	 * Whether the source's records belong into the package: only where it was searched to
	 * the end.
	 */
	static boolean given(SourceContent content) {
		return content.outcome() == Outcome.FOUND || content.outcome() == Outcome.NOTHING_FOUND
				|| !content.staged().isEmpty();
	}

	private static SourcePart source(SourceContent content, PackagedFile file) {
		boolean given = file != null;
		return new SourcePart(content.source().source(), content.source().system(), content.source().category(),
				content.outcome(), content.reason(), content.rule(), content.retainedUntil(),
				given ? content.count() : 0, given ? content.redactions() : 0, given ? content.leftOut() : 0,
				given ? content.leftOutFields() : 0,
				api(content.source().collect(), !given && content.outcome() == Outcome.RETAINED), content.apiVersion(),
				content.retrievedAt(), given ? file.file() : null, given ? file.bytes() : null,
				given ? file.sha256() : null, PlainWords.outcome(content));
	}

	/**
	 * @param looked whether a look was enough
	 */
	private static Api api(Action collect, boolean looked) {
		if (collect != null && collect.correspondence() != null) {
			return new Api("e-mail", null);
		}
		if (collect != null && collect.operation() != null) {
			Operation operation = collect.operation();
			Action call = (looked && operation.look() != null) ? operation.look() : operation.start();
			return new Api(call.kamelet(), call.parameters().get("path"));
		}
		return (collect == null) ? null : new Api(collect.kamelet(), collect.parameters().get("path"));
	}

}
