import { expect, test } from 'vitest';
import { templateFaults } from './check-template.ts';

test('a template of known variables has no faults', () => {
  const template = [
    '{# {{ anything }} in a comment #}',
    'image: {{ platform.image | tojson }}',
    '{% if platform.nodeSelector %}',
    'nodeSelector: {{platform.nodeSelector|tojson}}',
    '{%- endif %}',
  ];
  expect(templateFaults(template.join('\n'))).toEqual([]);
});

test.each([
  ['{{ kernel_volumes | tojson }}', 'kernel_volumes is not a variable of the launcher'],
  ['{{ kernel.volumes | tojson }}', 'kernel.volumes is not a variable of the launcher'],
  ['{{ kernel.username }}', '{{ kernel.username }} is not a variable followed by "| tojson"'],
  [
    '{{ kernel.username | tojson | safe }}',
    '{{ kernel.username | tojson | safe }} is not a variable followed by "| tojson"',
  ],
  ['{% if kernel.image %}', 'kernel.image is not a variable of the launcher'],
  ["{% include '/etc/passwd' %}", "{% include '/etc/passwd' %} is not one of if, else, endif"],
  ['{{ platform.image | tojson', '{{ is never closed'],
])('%s is a fault, with its line', (line, message) => {
  expect(templateFaults(`kind: Pod\n${line}\n`)).toEqual([{ line: 2, message }]);
});
