/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/command.h"

#include <string.h>

#define COMMAND(name) extern const struct command command_##name;
#include "cli/commands.def"
#undef COMMAND

static const struct command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "cli/commands.def"
#undef COMMAND
};

const struct command *
command_at(size_t i)
{
	return i < NCOMMANDS ? commands[i] : NULL;
}

enum command_id
command_id(const struct command *c)
{
	size_t i = 0;

	while (commands[i] != c)
		i++;
	return (enum command_id)i;
}

/* How many of the operands are the words of the name; 0: they are others. */
static size_t
words_matched(const char *name, const struct string_list *operands)
{
	size_t i, n;

	for (i = 0; *name; i++, name += n + (name[n] == ' ')) {
		n = strcspn(name, " ");
		if (i == operands->n || strlen(operands->v[i]) != n
			|| memcmp(operands->v[i], name, n) != 0)
			return 0;
	}
	return i;
}

const struct command *
command_find(const struct string_list *operands, size_t *nwords)
{
	size_t i;

	for (i = 0; i < NCOMMANDS; i++)
		if (commands[i]->name
			&& (*nwords = words_matched(commands[i]->name, operands)))
			return commands[i];
	*nwords = 0;
	return NULL;
}

bool
command_is_family(const char *word)
{
	size_t i, n = strlen(word);

	for (i = 0; i < NCOMMANDS; i++)
		if (commands[i]->name && !strncmp(commands[i]->name, word, n)
			&& commands[i]->name[n] == ' ')
			return true;
	return false;
}
