package org.dsrhub.record;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Mention;
import org.dsrhub.subject.Subject;

/**
 * Decides whom a mention names, as seen from one subject. Equality of normal forms only.
 */
final class Judge {

	/** Azure's instance metadata and wire server, and broadcast. */
	private static final Set<String> NOBODYS_ADDRESSES = Set.of("169.254.169.254", "168.63.129.16", "255.255.255.255");

	/** Networks that are too wide to say where somebody is. */
	private static final int WIDE_V4 = 8;

	private static final int WIDE_V6 = 32;

	private final Subject subject;

	private final Set<String> names = new HashSet<>();

	private final Set<String> profiles = new HashSet<>();

	Judge(Subject subject) {
		this.subject = subject;
		subject.names().forEach((name) -> this.names.add(folded(name)));
		this.profiles.addAll(this.names);
		for (IdentifierKind kind : IdentifierKind.values()) {
			if (kind.strong()) {
				subject.of(kind).forEach((value) -> this.profiles.add(folded(value)));
			}
		}
		subject.of(IdentifierKind.USER_PRINCIPAL_NAME)
			.forEach((upn) -> this.profiles.add(upn.substring(0, Math.max(0, upn.lastIndexOf('@')))));
	}

	Whose whose(Mention mention, FieldName field) {
		if (isSubjects(mention)) {
			return Whose.SUBJECT;
		}
		boolean nobodys = switch (mention.form()) {
			case GUID -> !field.objectId() || mention.value().equals("00000000-0000-0000-0000-000000000000");
			case SID -> !mention.value().startsWith("S-1-5-21-") && !mention.value().startsWith("S-1-12-1-");
			case IP_ADDRESS -> field.version() || nobodysAddress(mention.value());
			default -> false;
		};
		return nobodys ? Whose.NOBODY : Whose.OTHER;
	}

	/** Whether the mention tells one person from all others. */
	boolean strong(Mention mention) {
		return switch (mention.form()) {
			case ADDRESS, GUID, SID -> true;
			default -> false;
		};
	}

	Set<IdentifierKind> kinds(Mention mention) {
		return switch (mention.form()) {
			case ADDRESS -> Set.of(IdentifierKind.USER_PRINCIPAL_NAME, IdentifierKind.EMAIL);
			case GUID -> Set.of(IdentifierKind.OBJECT_ID);
			case SID -> Set.of(IdentifierKind.SID);
			case IP_ADDRESS -> Set.of(IdentifierKind.IP_ADDRESS);
			case PHONE -> Set.of(IdentifierKind.PHONE);
			case PROFILE, SECRET -> Set.of();
		};
	}

	boolean has(IdentifierKind kind, String value) {
		return this.subject.has(kind, value);
	}

	/** Whether a text is a name of the subject's, with or without its Windows domain. */
	boolean named(String text) {
		String name = folded(text);
		return this.names.contains(name) || this.names.contains(name.substring(name.indexOf('\\') + 1));
	}

	private boolean isSubjects(Mention mention) {
		return switch (mention.form()) {
			case PROFILE -> this.profiles.contains(mention.value());
			default -> kinds(mention).stream().anyMatch((kind) -> has(kind, mention.value()));
		};
	}

	private static String folded(String text) {
		return Normalizer.normalize(text, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
	}

	private static boolean nobodysAddress(String value) {
		int slash = value.indexOf('/');
		boolean v4 = value.indexOf(':') < 0;
		if (slash >= 0 && Integer.parseInt(value.substring(slash + 1)) <= (v4 ? WIDE_V4 : WIDE_V6)) {
			return true;
		}
		String literal = (slash < 0) ? value : value.substring(0, slash);
		try {
			InetAddress address = InetAddress.getByName(literal);
			return address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isMulticastAddress()
					|| NOBODYS_ADDRESSES.contains(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("not in normal form: an IP address", ex);
		}
	}

}
