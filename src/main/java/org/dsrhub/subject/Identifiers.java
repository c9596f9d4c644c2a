package org.dsrhub.subject;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/**
 * The one normal form of each kind of identifier; two identifiers are the same person's
 * only if their normal forms are equal. Empty means: not an identifier of that kind.
 */
public final class Identifiers {

	private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

	private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9a-fA-F:]+(?:\\d{1,3}(?:\\.\\d{1,3}){3})?");

	private static final Pattern SID = Pattern.compile("S-1-\\d{1,14}(?:-\\d{1,10}){1,15}", Pattern.CASE_INSENSITIVE);

	private Identifiers() {
	}

	/**
	 * An e-mail address: local part and domain in lower case, an international domain in
	 * its ASCII form.
	 */
	public static Optional<String> email(String text) {
		String trimmed = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
		int at = trimmed.lastIndexOf('@');
		if (at < 1 || at == trimmed.length() - 1 || trimmed.length() > 320) {
			return Optional.empty();
		}
		try {
			String domain = IDN.toASCII(trimmed.substring(at + 1), IDN.ALLOW_UNASSIGNED);
			String address = trimmed.substring(0, at).toLowerCase(Locale.ROOT) + "@" + domain.toLowerCase(Locale.ROOT);
			InternetAddress parsed = new InternetAddress(address, true);
			return address.equals(parsed.getAddress()) ? Optional.of(address) : Optional.empty();
		}
		catch (IllegalArgumentException | AddressException ex) {
			return Optional.empty();
		}
	}

	/**
	 * A user principal name. It has the form of an e-mail address, and a guest's holds
	 * {@code #EXT#}.
	 */
	public static Optional<String> userPrincipalName(String text) {
		return email(text);
	}

	/**
	 * A directory object id.
	 */
	public static Optional<String> objectId(String text) {
		String trimmed = text.strip();
		return GUID.matcher(trimmed).matches() ? Optional.of(UUID.fromString(trimmed).toString()) : Optional.empty();
	}

	/**
	 * A phone number in E.164 form; {@code 00} in front is read as {@code +} everywhere.
	 * @param region how a number without {@code +} is read, ISO 3166 such as {@code DK}
	 */
	public static Optional<String> phone(String text, String region) {
		PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
		try {
			String stripped = text.strip();
			var number = phones.parse(stripped.startsWith("00") ? "+" + stripped.substring(2) : stripped, region);
			return phones.isPossibleNumber(number) ? Optional.of(phones.format(number, PhoneNumberFormat.E164))
					: Optional.empty();
		}
		catch (NumberParseException ex) {
			return Optional.empty();
		}
	}

	/**
	 * An IP address literal; {@code /32} and {@code /128} name the address itself, any
	 * other prefix length names nobody. Never resolves a host name.
	 */
	public static Optional<String> ipAddress(String text) {
		String trimmed = text.strip();
		int slash = trimmed.indexOf('/');
		String address = (slash < 0) ? trimmed : trimmed.substring(0, slash);
		boolean v4 = IPV4.matcher(address).matches();
		if (!v4 && !IPV6.matcher(address).matches()) {
			return Optional.empty();
		}
		if (slash >= 0 && !trimmed.substring(slash + 1).equals(v4 ? "32" : "128")) {
			return Optional.empty();
		}
		try {
			return Optional.of(InetAddress.getByName(address).getHostAddress());
		}
		catch (UnknownHostException ex) {
			return Optional.empty();
		}
	}

	/**
	 * A Windows security identifier.
	 */
	public static Optional<String> sid(String text) {
		String trimmed = text.strip();
		return SID.matcher(trimmed).matches() ? Optional.of(trimmed.toUpperCase(Locale.ROOT)) : Optional.empty();
	}

}
