package org.dsrhub.camel;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.MethodNotSupportedException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.ReceivedDateTerm;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.Settled;
import org.dsrhub.retention.FiledMail;
import org.dsrhub.retention.FiledMails;
import org.dsrhub.retention.Removal;
import org.dsrhub.tenant.Tenant;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.springframework.stereotype.Component;

/**
 * The folders of mailboxes for settled mails, over IMAP. A mail is told by its folder's
 * UIDVALIDITY and its UID (RFC 9051, section 2.3.1.1).
 */
@Component
class MailboxFolders implements FiledMails {

	/** IMAP searches by days, of which nobody says in which zone they are. */
	private static final Duration MARGIN = Duration.ofDays(1);

	private final MailServers servers;

	MailboxFolders(MailServers servers) {
		this.servers = servers;
	}

	/**
	 * What a folder is called: on some servers every folder lies below INBOX (RFC 2342).
	 */
	static String name(Store store, Settled.End end) throws MessagingException {
		try {
			Folder[] own = store.getPersonalNamespaces();
			String prefix = (own.length > 0) ? own[0].getFullName() : "";
			return prefix.isEmpty() ? end.folder() : prefix + own[0].getSeparator() + end.folder();
		}
		catch (MethodNotSupportedException ex) {
			return end.folder();
		}
	}

	@Override
	public List<FiledMail> before(Tenant tenant, Instant time) {
		List<FiledMail> filed = new ArrayList<>();
		for (MailboxName mailbox : MailboxName.values()) {
			if (mailbox.of(tenant).isPresent()) {
				at(tenant, mailbox, (store) -> {
					for (Settled.End end : Settled.End.values()) {
						filed.addAll(in(store, end, Folder.READ_ONLY, (folder) -> read(folder, mailbox, end, time))
							.orElse(List.of()));
					}
				});
			}
		}
		return filed;
	}

	private static List<FiledMail> read(IMAPFolder folder, MailboxName mailbox, Settled.End end, Instant time)
			throws MessagingException, IOException {
		Message[] found = folder.search(new ReceivedDateTerm(ComparisonTerm.LT, Date.from(time.plus(MARGIN))));
		FetchProfile wanted = new FetchProfile();
		wanted.add(FetchProfile.Item.ENVELOPE);
		wanted.add(UIDFolder.FetchProfileItem.UID);
		folder.fetch(found, wanted);
		List<FiledMail> filed = new ArrayList<>();
		for (Message mail : found) {
			Instant received = mail.getReceivedDate().toInstant();
			if (received.isBefore(time)) {
				MessageDigest digest = Sha256.digest();
				mail.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
				filed.add(new FiledMail(mailbox,
						new Place(mailbox, end, folder.getUIDValidity(), folder.getUID(mail)).toString(), received,
						mail.getSize(), Sha256.hex(digest)));
			}
		}
		return filed;
	}

	@Override
	public Map<String, Removal> remove(Tenant tenant, List<String> places) {
		Map<String, Removal> removed = new HashMap<>();
		places.stream().map(Place::of).forEach((place) -> removed.put(place.toString(), unseen(tenant, place)));
		places.stream()
			.map(Place::of)
			.filter((place) -> place.mailbox().of(tenant).isPresent())
			.collect(Collectors.groupingBy(Place::mailbox))
			.forEach((mailbox, own) -> at(tenant, mailbox, (store) -> {
				for (Map.Entry<Settled.End, List<Place>> end : own.stream()
					.collect(Collectors.groupingBy(Place::end))
					.entrySet()) {
					in(store, end.getKey(), Folder.READ_WRITE, (folder) -> remove(folder, end.getValue()))
						.ifPresent(removed::putAll);
				}
			}));
		return removed;
	}

	/**
	 * In a mailbox that is there what is not found is gone; of another one nobody knows.
	 */
	private static Removal unseen(Tenant tenant, Place place) {
		return place.mailbox().of(tenant).isPresent() ? Removal.gone()
				: Removal.failed("the tenant's file no longer has the mailbox " + place.mailbox().label());
	}

	private static Map<String, Removal> remove(IMAPFolder folder, List<Place> places) throws MessagingException {
		Map<String, Removal> removed = new HashMap<>();
		List<Message> going = new ArrayList<>();
		for (Place place : places) {
			if (place.validity() != folder.getUIDValidity()) {
				removed.put(place.toString(),
						Removal.left("the server numbered the folder anew; the next list has it"));
			}
			else {
				Message mail = folder.getMessageByUID(place.uid());
				removed.put(place.toString(), (mail != null) ? Removal.removed() : Removal.gone());
				if (mail != null) {
					mail.setFlag(Flags.Flag.DELETED, true);
					going.add(mail);
				}
			}
		}
		if (!going.isEmpty()) {
			expunge(folder, going);
			for (Place place : places) {
				if (place.validity() == folder.getUIDValidity() && folder.getMessageByUID(place.uid()) != null) {
					removed.put(place.toString(), Removal.failed("the server did not delete it"));
				}
			}
		}
		return removed;
	}

	/** Without UIDPLUS (RFC 4315) whatever is marked in the folder goes with them. */
	private static void expunge(IMAPFolder folder, List<Message> mails) throws MessagingException {
		if (((IMAPStore) folder.getStore()).hasCapability("UIDPLUS")) {
			folder.expunge(mails.toArray(Message[]::new));
		}
		else {
			folder.expunge();
		}
	}

	private void at(Tenant tenant, MailboxName name, Work<Store> work) {
		Tenant.Mailbox mailbox = name.of(tenant).orElseThrow();
		MailLogin login = this.servers.login(MailServers.name(tenant, name));
		PasswordAuthentication known = login.getPasswordAuthentication();
		try (Store store = this.servers.session(tenant, mailbox, mailbox.imap()).getStore()) {
			store.connect(mailbox.imap().getHost(), mailbox.imap().getPort(), known.getUserName(), known.getPassword());
			work.with(store);
		}
		catch (MessagingException | IOException ex) {
			if (MailboxFaults.login(ex)) {
				login.refused();
			}
			throw new IllegalStateException(
					"the mailbox %s of tenant %s: %s".formatted(name.label(), tenant.tenant(), MailboxFaults.words(ex)),
					ex);
		}
	}

	private static <T> Optional<T> in(Store store, Settled.End end, int mode, Answer<T> work)
			throws MessagingException, IOException {
		Folder folder = store.getFolder(name(store, end));
		if (!folder.exists()) {
			return Optional.empty();
		}
		folder.open(mode);
		try {
			return Optional.of(work.of((IMAPFolder) folder));
		}
		finally {
			folder.close(false);
		}
	}

	/**
	 * Where a mail lies.
	 */
	private record Place(MailboxName mailbox, Settled.End end, long validity, long uid) {

		static Place of(String text) {
			String[] parts = text.split("[/-]");
			return new Place(MailboxName.of(parts[0]), Settled.End.of(parts[1].toLowerCase(Locale.ROOT)),
					Long.parseLong(parts[2]), Long.parseLong(parts[3]));
		}

		@Override
		public String toString() {
			return "%s/%s/%d-%d".formatted(this.mailbox.label(), this.end.folder(), this.validity, this.uid);
		}

	}

	@FunctionalInterface
	private interface Work<T> {

		void with(T thing) throws MessagingException, IOException;

	}

	@FunctionalInterface
	private interface Answer<T> {

		T of(IMAPFolder folder) throws MessagingException, IOException;

	}

}
