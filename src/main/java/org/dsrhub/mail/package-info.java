/**
 * Mails as such: those to send are rows, each sent once; those that came are read, judged
 * and handed to whoever knows what they are about.
 */
package org.dsrhub.mail;
