// Brings a Helm release to a chart and values, now and each time it runs: helm-release.ts NAME NAMESPACE CHART
import { findHelm, listReleases, upgradeInstall } from '@naas/sdk';

const [name = 'greeting', namespace = 'lab', path = './charts/greeting'] = process.argv.slice(2);

// Helm 3.17 or newer, or 4, from PATH or MicroK8s; the cluster is the one KUBECONFIG names.
await using helm = await findHelm({ environment: process.env });
const release = await upgradeInstall(helm, {
  name,
  namespace,
  chart: { path }, // or { name: 'jupyterhub', repository: 'https://hub.jupyter.org/helm-chart/', version: '4.4.0' }
  values: { greeting: 'good-morning' },
});
console.log(`${release.name} is ${release.status} at revision ${release.revision}.`);
for (const { name, chart } of await listReleases(helm, { namespace })) console.log(name, chart.name, chart.version);
