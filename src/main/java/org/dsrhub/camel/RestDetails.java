package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.apache.camel.Variable;
import org.dsrhub.evidence.EvidenceExport;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.evidence.Verification;
import org.dsrhub.notice.DocumentJson.Page;
import org.dsrhub.notice.Receipts;
import org.dsrhub.notice.Receipts.Receipt;
import org.dsrhub.packaging.PackageRelease;
import org.dsrhub.security.Callers;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.Role;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * What REST routes tell about a request besides its result, and about the hub.
 */
@Component
public class RestDetails {

	private static final Set<Role> AUDITORS = Set.of(Role.AUDITOR, Role.PRIVACY_OPERATOR);

	private final Callers callers;

	private final Receipts receipts;

	private final PackageRelease packages;

	private final EvidenceLog evidence;

	private final EvidenceExport export;

	private final Catalogue catalogue;

	RestDetails(Callers callers, Receipts receipts, PackageRelease packages, EvidenceLog evidence,
			EvidenceExport export, Catalogue catalogue) {
		this.callers = callers;
		this.receipts = receipts;
		this.packages = packages;
		this.evidence = evidence;
		this.export = export;
		this.catalogue = catalogue;
	}

	public InputStream packageContent(@Variable("id") String id) {
		return this.packages.open(request(id), this.callers.current());
	}

	public byte[] evidence(@Variable("id") String id) {
		StringBuilder lines = new StringBuilder();
		this.evidence.entries(request(id)).forEach((entry) -> lines.append(entry).append('\n'));
		return lines.toString().getBytes(StandardCharsets.UTF_8);
	}

	public Verification verification(@Variable("id") String id) {
		return this.evidence.verify(request(id));
	}

	public byte[] evidenceFile(@Variable("id") String id) {
		Receipt receipt = this.receipts.visible(id, this.callers.current());
		auditor();
		return this.export.file(receipt.tenant(), receipt.request());
	}

	public Map<String, String> evidenceKeys() {
		auditor();
		return this.export.keys();
	}

	public Page sources() {
		return new Page(this.catalogue.all().stream().map(SourceLine::of).toList(), null);
	}

	/**
	 * The contract or a schema, as it lies in the jar.
	 */
	public byte[] document(@Variable("document") String path) throws IOException {
		return new ClassPathResource(path).getContentAsByteArray();
	}

	private void auditor() {
		if (!this.callers.current().hasAny(AUDITORS)) {
			throw new NotAllowed("this takes Auditor or PrivacyOperator");
		}
	}

	private UUID request(String id) {
		return this.receipts.visible(id, this.callers.current()).request();
	}

	/**
	 * A source as callers see it: without how it is collected.
	 */
	record SourceLine(String source, String system, String category, String purpose, String recipients,
			String legalBasis, String keptFor, Source.Classification classification, Set<IdentifierKind> searchedBy,
			Map<Right, Set<Role>> roles) {

		static SourceLine of(Source source) {
			return new SourceLine(source.source(), source.system(), source.category(), source.purpose(),
					source.recipients(), source.legalBasis(), source.keptFor(), source.classification(),
					source.searchedBy(), source.roles());
		}

	}

}
