package org.dsrhub.mail;

import java.util.List;

/**
 * What a mail holds below its header.
 *
 * @param text what its sender wrote, without what they quote
 * @param bounced the Message-IDs of mails that a delivery report says have failed
 */
record MailContent(String text, List<Attachment> attachments, List<String> bounced) {

	static final MailContent NONE = new MailContent("", List.of(), List.of());

}
